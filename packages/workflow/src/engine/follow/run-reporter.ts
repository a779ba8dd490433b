import {unlessUnreachable, type Kubectl} from '@rde/toolchain/wrappers/kubectl'

import type {RunEvent, StepEvent} from '../../run/events.js'
import type {KeptInputs} from '../kept-inputs.js'
import type {RunObject} from '../run-object.js'
import type {RunSummary} from '../run-summary.js'
import type {SavedStep} from '../workflow-object.js'

import {exitCodesOf} from './exit-codes.js'
import {stepEvents} from './run-view.js'
import type {StepLogs} from './step-logs.js'
import type {RunWatches} from './watched-run.js'

export interface FollowRequest {
  readonly kubectl: Kubectl
  readonly run: RunSummary
  /** The steps of its workflow, in the order of the file. */
  readonly steps: readonly SavedStep[]
  /** What Vault keeps for the workflow; masked in every event. */
  readonly inputs: Pick<KeptInputs, 'mask' | 'problem'>
  /** Stops following; the run continues. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Watches shared with other followers. By default each follower opens its own. */
  readonly watches?: RunWatches | undefined
  /** For following many runs at once: each step's log needs a connection. */
  readonly withoutLogs?: boolean
}

/** The same request, with the values from Vault masked in its events. */
export function masked<Request extends FollowRequest>(request: Request): Request {
  const {inputs, onEvent} = request
  return {...request, onEvent: (event: RunEvent) => onEvent(inputs.mask(event))}
}

/** A notice if Vault is not available, since the values to mask are unknown then. */
export function unmasked({problem}: FollowRequest['inputs']): RunEvent[] {
  const message = `secrets that steps print are not masked: ${problem}`
  return problem === undefined ? [] : [{type: 'notice', message}]
}

/** Reports each change of a run's steps once, and every line of their logs. */
export class RunReporter {
  readonly #reported = new Map<string, string>()
  /** Steps that have printed something. */
  readonly #printing = new Set<string>()

  constructor(
    private readonly request: FollowRequest,
    private readonly logs: StepLogs,
  ) {}

  async reportSteps(run: RunObject | undefined, troubles: ReadonlyMap<string, string>): Promise<void> {
    const {steps, onEvent} = this.request
    const events = stepEvents({steps, run, troubles}).map((event) => this.#withLogPhase(event))
    const news = events.filter((event) => this.#reported.get(event.step) !== keyOf(event))
    const failed = news.filter(({phase}) => phase === 'failed').map(({step}) => step)
    const codes = failed.length === 0 ? new Map<string, number>() : await this.#exitCodes(failed)
    for (const event of news) {
      this.#reported.set(event.step, keyOf(event))
      // Report the last lines of a step before its end.
      if (hasRun(event)) await this.logs.ended(event.step)
      const exitCode = codes.get(event.step)
      onEvent(exitCode === undefined ? event : {...event, exitCode})
      if (hasRun(event)) this.#reportOutputs(event.step, run)
    }
  }

  /** The first line of its log shows that a step runs, before the Run does. */
  reportLine(step: string, line: string): void {
    const {onEvent} = this.request
    if (!this.#printing.has(step)) {
      this.#printing.add(step)
      const event = {type: 'step', step, phase: 'running', startedAt: new Date().toISOString()} as const
      if (this.#reported.get(step)?.startsWith('waiting')) {
        this.#reported.set(step, keyOf(event))
        onEvent(event)
      }
    }
    onEvent({type: 'log', step, line})
  }

  #reportOutputs(step: string, run: RunObject | undefined): void {
    const status = run?.status?.steps?.find(({name}) => name === step)
    for (const {name, sensitive = false, value} of status?.outputs ?? []) {
      this.request.onEvent({type: 'output', step, name, ...(!sensitive && value !== undefined && {value})})
    }
  }

  /** Empty if the cluster does not answer: the failure is reported without the exit code then. */
  async #exitCodes(steps: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const {kubectl, run} = this.request
    return (await exitCodesOf(kubectl, {run: run.name, steps}).catch(unlessUnreachable)) ?? new Map()
  }

  #withLogPhase(event: StepEvent): StepEvent {
    return event.phase === 'waiting' && this.#printing.has(event.step)
      ? {type: 'step', step: event.step, phase: 'running'}
      : event
  }
}

function hasRun({phase}: StepEvent): boolean {
  return phase === 'succeeded' || phase === 'failed'
}

/** A step is reported again when this changes. */
function keyOf({phase, reason}: StepEvent): string {
  return `${phase} ${reason ?? ''}`
}
