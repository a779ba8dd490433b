import {setMaxListeners} from 'node:events'
import {setTimeout as sleep} from 'node:timers/promises'

import type {Remedy} from '@rde/errors'
import type {Kubectl} from '@rde/toolchain/kubectl'
import type {PodObject} from '@rde/toolchain/snapshot/objects'
import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {RunEvent, RunOutcome, StepEvent} from '../../events.js'
import type {RunObject} from '../run-object.js'
import {runState, type RunSummary} from '../run-summary.js'
import type {SavedStep} from '../workflow-object.js'

import {exitCodesOf} from './exit-codes.js'
import {pipelineFailure, type PipelineRunObject} from './pipeline-failure.js'
import {stepEvents} from './run-view.js'
import {StepLogs} from './step-logs.js'
import {hasBegun, podOfStep, podSelector, stepHash} from './step-pods.js'
import {StepTroubles, type StepTrouble} from './step-troubles.js'
import {WatchedObjects} from './watched-objects.js'
import {whyNotBegun, type NotBegun} from './why-not-begun.js'

export interface FollowRequest {
  readonly kubectl: Kubectl
  readonly run: RunSummary
  /** Of its workflow, in the order of the file. */
  readonly steps: readonly SavedStep[]
  /** Ends the following; the run goes on. */
  readonly signal: AbortSignal
  readonly tell: (event: RunEvent) => void
}

/** How a run ended, or why nothing will come of it. */
export interface RunEnd {
  readonly outcome: RunOutcome
  readonly reason?: string
  /** What can be done about the reason. */
  readonly remedies?: readonly Remedy[]
  /** The run has not ended in the cluster: it will never go on as things are. */
  readonly stuck?: boolean
}

/** When a run that nobody has taken up is worth a look for the cause, and when the cause is its end. */
const lookAfterMs = 15_000
const giveUpAfterMs = 60_000

/** Follows a run to its end, steps and logs; a run that is over already is told in full. */
export async function followRun(request: FollowRequest): Promise<RunEnd> {
  const ended = new AbortController()
  const signal = AbortSignal.any([request.signal, ended.signal])
  // One listener for each program that runs, and each step's log is read by one.
  setMaxListeners(0, signal)
  const follower = new Follower({...request, signal})
  try {
    const end = await follower.follow()
    const {outcome, reason} = end
    request.tell({
      ...{type: 'run-ended', run: request.run.reference, outcome},
      ...(reason !== undefined && {reason}),
    })
    return end
  } finally {
    ended.abort()
  }
}

class Follower {
  readonly #runs: WatchedObjects<RunObject>
  readonly #pods: WatchedObjects<PodObject>
  readonly #pipelines: WatchedObjects<PipelineRunObject>
  readonly #logs: StepLogs
  readonly #troubles: StepTroubles
  readonly #told = new Map<string, string>()
  /** Steps that have printed something. */
  readonly #loud = new Set<string>()
  readonly #begin = Date.now()
  #notBegun: NotBegun | undefined

  constructor(private readonly request: FollowRequest) {
    const {kubectl, run, signal} = request
    const named = `fieldSelector=metadata.name%3D${run.name}`
    const here = `namespaces/${tenantsNamespace}`
    const watched = <Shape extends {metadata: {name: string}}>(path: string) =>
      new WatchedObjects<Shape>({kubectl, path, signal})
    this.#runs = watched(`/apis/relay.sh/v1beta1/${here}/runs?${named}`)
    this.#pods = watched(`/api/v1/pods?labelSelector=${encodeURIComponent(podSelector(run.name))}`)
    this.#pipelines = watched(`/apis/tekton.dev/v1beta1/${here}/pipelineruns?${named}`)
    this.#logs = new StepLogs({kubectl, signal, tell: (step, line) => this.#tellLine(step, line)})
    this.#troubles = new StepTroubles(kubectl)
  }

  async follow(): Promise<RunEnd> {
    const {run, steps, signal, tell} = this.request
    tell({type: 'run-started', run: run.reference, workflow: run.workflow, steps: steps.map(({name}) => name)})
    let wake = () => {}
    const watches = [this.#runs, this.#pods, this.#pipelines].map((objects) => objects.watch(() => wake()))
    const broken = Promise.all(watches).then(() => undefined)
    broken.catch(() => undefined)
    // Looked at once a second as well: patience ends without a change of any object.
    for (;;) {
      const changed = new Promise<void>((resolve) => (wake = resolve))
      const end = await this.#look()
      if (end !== undefined) return end
      await Promise.race([broken, changed, sleep(1_000, undefined, {signal})])
      signal.throwIfAborted()
    }
  }

  /** Tells what is new; resolves with the end when it has come. */
  async #look(): Promise<RunEnd | undefined> {
    const {run, signal} = this.request
    const object = this.#runs.objects.get(run.name)
    for (const {name} of this.request.steps) {
      const pod = podOfStep(this.#pods.objects.values(), stepHash(run.name, name))
      if (pod !== undefined && hasBegun(pod)) this.#logs.read(name, pod)
    }
    const state = runState(object?.status)
    const over = state !== 'pending' && state !== 'running'
    const {present, hopeless} = over ? noTroubles : await this.#troubles.look([...this.#pods.objects.values()])
    await this.#tellSteps(object, present)
    if (over) {
      await this.#logs.ended()
      return {outcome: state}
    }
    if (this.#runs.deleted.has(run.name)) return {outcome: 'cancelled', reason: 'the run was deleted'}
    if (hopeless !== undefined) return this.#cannotStart(hopeless)
    const failure = pipelineFailure(this.#pipelines.objects.get(run.name))
    if (failure !== undefined) return {outcome: 'failed', reason: failure}
    signal.throwIfAborted()
    return object?.status === undefined ? this.#whyPending() : undefined
  }

  async #tellSteps(run: RunObject | undefined, present: readonly StepTrouble[]): Promise<void> {
    const {steps, tell} = this.request
    const events = stepEvents({steps, run, troubles: this.#byStep(present)}).map((event) => this.#ahead(event))
    const news = events.filter((event) => this.#told.get(event.step) !== keyOf(event))
    const failed = news.filter(({phase}) => phase === 'failed').map(({step}) => step)
    const codes = failed.length === 0 ? new Map<string, number>() : await this.#exitCodes(failed)
    for (const event of news) {
      this.#told.set(event.step, keyOf(event))
      // Its last lines come before its end.
      if (event.phase === 'succeeded' || event.phase === 'failed') await this.#logs.ended(event.step)
      const exitCode = codes.get(event.step)
      tell(exitCode === undefined ? event : {...event, exitCode})
      this.#tellOutputs(event, run)
    }
  }

  #tellOutputs({step, phase}: StepEvent, run: RunObject | undefined): void {
    if (phase !== 'succeeded' && phase !== 'failed') return
    const status = run?.status?.steps?.find(({name}) => name === step)
    for (const {name, sensitive = false, value} of status?.outputs ?? []) {
      this.request.tell({type: 'output', step, name, ...(!sensitive && value !== undefined && {value})})
    }
  }

  async #exitCodes(steps: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const {kubectl, run} = this.request
    return exitCodesOf(kubectl, {run: run.name, steps})
  }

  /** The log knows first that a step runs. */
  #tellLine(step: string, line: string): void {
    const {tell} = this.request
    if (!this.#loud.has(step)) {
      this.#loud.add(step)
      const event = {type: 'step', step, phase: 'running', startedAt: new Date().toISOString()} as const
      if (this.#told.get(step)?.startsWith('waiting')) {
        this.#told.set(step, keyOf(event))
        tell(event)
      }
    }
    tell({type: 'log', step, line})
  }

  #ahead(event: StepEvent): StepEvent {
    return event.phase === 'waiting' && this.#loud.has(event.step)
      ? {type: 'step', step: event.step, phase: 'running'}
      : event
  }

  #byStep(troubles: readonly StepTrouble[]): ReadonlyMap<string, string> {
    return new Map(
      troubles.flatMap(({pod, what}) => {
        const step = this.#stepOf(pod)?.name
        return step === undefined ? [] : [[step, what] as const]
      }),
    )
  }

  #stepOf(pod: string): SavedStep | undefined {
    const hash = this.#pods.objects.get(pod)?.metadata.labels?.['tekton.dev/pipelineTask']
    return this.request.steps.find(({name}) => stepHash(this.request.run.name, name) === hash)
  }

  #cannotStart({pod, what, pulls}: StepTrouble): RunEnd {
    const {run, tell} = this.request
    const step = this.#stepOf(pod)
    if (step !== undefined) tell({type: 'step', step: step.name, phase: 'failed', reason: what})
    const image = step?.image || defaultImage
    const bringIn = {what: 'Bring the image in; the run goes on then', command: `rde images import ${image}`}
    const look = {what: 'Look at its pod', command: `rde kubectl describe pods ${pod} --namespace ${tenantsNamespace}`}
    const cancel = {what: 'Or end the run', command: `rde workflow cancel ${run.reference}`}
    return {
      ...{outcome: 'failed', stuck: true, remedies: [pulls ? bringIn : look, cancel]},
      reason: `${step === undefined ? `pod ${pod}` : `step ${step.name}`} can never start: ${what}`,
    }
  }

  /** Says once what keeps relay-core from taking the run up, and gives up when that lasts. */
  async #whyPending(): Promise<RunEnd | undefined> {
    const {kubectl, run, tell} = this.request
    const waitedMs = Date.now() - this.#begin
    if (waitedMs < (this.#notBegun === undefined ? lookAfterMs : giveUpAfterMs)) return undefined
    const before = this.#notBegun
    this.#notBegun = await whyNotBegun(kubectl, run.name)
    const {reason, remedies, certain} = this.#notBegun
    if (before === undefined)
      tell({type: 'notice', message: `the run has not begun after ${lookAfterMs / 1_000} s: ${reason}`})
    const lasts = before !== undefined && certain && before.reason === reason
    return lasts ? {outcome: 'failed', reason: `it did not begin: ${reason}`, remedies, stuck: true} : undefined
  }
}

/** What relay-core runs where a step names no image: one that only waits for an answer. */
const defaultImage = 'alpine:latest'

const noTroubles = {present: [], hopeless: undefined}

/** What of a step is worth telling when it changes. */
function keyOf({phase, reason}: StepEvent): string {
  return `${phase} ${reason ?? ''}`
}
