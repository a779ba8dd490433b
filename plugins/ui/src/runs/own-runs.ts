import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {openWorkflowFile} from '@rde/workflow/file'
import {isTrusted, trust} from '@rde/workflow/local'
import {runWorkflow} from '@rde/workflow/run/run-workflow'

import type {RunLocation} from '../api.js'
import {Refusal} from '../server/refusal.js'

export interface StartOptions {
  /** A file, or the name of a saved workflow. */
  readonly target: string
  readonly on: RunLocation
  readonly parameters: Readonly<Record<string, string>>
  /** The user agrees to run the steps on this machine. */
  readonly consent: boolean
}

type Approval = 'approved' | 'rejected'

/** A run without a cluster, started by this process: it ends with the process, which also answers its questions. */
interface OwnRun {
  readonly stop: AbortController
  readonly questions: Map<string, (answer: Approval) => void>
  readonly ended: Promise<unknown>
}

/** Starts runs, and keeps track of those on this machine. */
export class OwnRuns {
  readonly #runs = new Map<string, OwnRun>()

  constructor(private readonly session: Session) {}

  has(run: string): boolean {
    return this.#runs.has(run)
  }

  /** Resolves with the reference of the run as soon as it has started. */
  async start(options: StartOptions): Promise<string> {
    if (options.on === 'cluster') return this.#startOnCluster(options)
    if (options.on === 'host') await this.#checkConsent(options)
    return this.#startLocally(options)
  }

  answer(run: string, step: string, answer: Approval): void {
    const decide = this.#runs.get(run)?.questions.get(step)
    if (decide === undefined) throw new Refusal(409, `${step} of ${run} is not waiting for an answer here.`)
    decide(answer)
  }

  /** Resolves when the run has ended. */
  async cancel(run: string): Promise<void> {
    const own = this.#runs.get(run)
    if (own === undefined) throw new Refusal(409, `${run} was started elsewhere; end it there with Ctrl-C.`)
    own.stop.abort(cancelled(run))
    await own.ended
  }

  /** Cancels all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((run) => this.cancel(run)))
  }

  async #startOnCluster({target, parameters}: StartOptions): Promise<string> {
    const {reference} = await runWorkflow(this.session, {
      ...{on: 'cluster', target, parameters, follow: 'detach', ...nobodyToAsk},
      signal: AbortSignal.timeout(120_000),
      onEvent: () => {},
      onNotice: () => {},
      cluster: {timeoutMs: 60_000},
      local: noLocalOptions,
    })
    return reference
  }

  #startLocally({target, on, parameters}: StartOptions): Promise<string> {
    const stop = new AbortController()
    const questions: OwnRun['questions'] = new Map()
    const decide = (step: string) => new Promise<Approval>((resolve) => questions.set(step, resolve))
    return new Promise((resolve, reject) => {
      const ended = runWorkflow(this.session, {
        ...{on, target, parameters, follow: 'follow', ...nobodyToAsk, signal: stop.signal},
        onEvent: (event) => {
          if (event.type !== 'run-started') return
          this.#runs.set(event.run, {stop, questions, ended: settled})
          resolve(event.run)
        },
        onNotice: () => {},
        cluster: {timeoutMs: 0},
        // The user has already agreed.
        local: {...noLocalOptions, yes: true, decide},
      })
      const settled = ended.then(
        ({reference}) => this.#runs.delete(reference),
        (error: unknown) => reject(error),
      )
    })
  }

  /** As on the terminal: the user agrees once for each content of a file. */
  async #checkConsent({target, consent}: StartOptions): Promise<void> {
    const {trustedWorkflows} = this.session.data
    const {text} = await openWorkflowFile(target)
    if (await isTrusted(trustedWorkflows, text)) return
    if (!consent) throw new Refusal(400, 'The steps would run as you on this machine: first agree to this in the form.')
    await trust(trustedWorkflows, text)
  }
}

/** The page cannot prompt: a missing value is an error, which the page shows. */
const nobodyToAsk = {ask: undefined, askText: undefined, askHidden: undefined, allowUnresolved: false}
const noLocalOptions = {secrets: [], approve: [], yes: false, verbose: false} as const

function cancelled(run: string): RdeError {
  return new RdeError('Cancelled in the browser.', {
    code: 'RDE_CANCELLED',
    remedies: [{what: 'See how far it got', command: `rde workflow logs ${run}`}],
  })
}
