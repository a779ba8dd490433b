import {unlessUnreachable} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {RunEnd} from '../../run/events.js'
import {defaultImage} from '../../resources/names.js'
import type {SavedStep} from '../workflow-object.js'
import type {FollowRequest} from './run-reporter.js'
import type {StepTrouble} from './step-troubles.js'
import {findStartProblem, type StartProblem} from './start-problem.js'

/**
 * For a run that has not started: when to look for the cause, when to give up because of it, and how often to look
 * then.
 */
const firstCheckMs = 15_000
const giveUpAfterMs = 60_000
const checkEveryMs = 15_000

/** The end of a run with a step whose pod can never start. */
export function stepCannotStart(
  {pod, what, pulls}: StepTrouble,
  {run, step}: {readonly run: string; readonly step: SavedStep | undefined},
): RunEnd {
  const image = step?.image || defaultImage
  const importImage = {what: 'Import the image; the run then goes on', command: `rde images import ${image}`}
  const inspect = {what: 'Inspect its pod', command: `rde kubectl describe pods ${pod} --namespace ${tenantsNamespace}`}
  const cancel = {what: 'Or end the run', command: `rde workflow cancel ${run}`}
  return {
    ...{outcome: 'failed', stuck: true, remedies: [pulls ? importImage : inspect, cancel]},
    reason: `${step === undefined ? `pod ${pod}` : `step ${step.name}`} can never start: ${what}`,
  }
}

/** Finds out why relay-core does not start a run. Reports the cause once, and gives up if it persists. */
export class StartWatch {
  #lookAt: number
  readonly #startedAt: number
  #problem: StartProblem | undefined

  constructor(
    private readonly request: Pick<FollowRequest, 'kubectl' | 'run' | 'onEvent' | 'watches'>,
    private readonly now: () => number = Date.now,
  ) {
    this.#startedAt = now()
    this.#lookAt = this.#startedAt + firstCheckMs
  }

  async look(): Promise<RunEnd | undefined> {
    const {kubectl, run, onEvent, watches} = this.request
    if (this.now() < this.#lookAt) return undefined
    // Of many waiting runs, check one at a time: they usually wait for the same reason.
    if (watches?.mayLook(this.now()) === false) return undefined
    this.#lookAt = Math.max(this.#startedAt + giveUpAfterMs, this.now() + checkEveryMs)
    const before = this.#problem
    // If the cluster does not answer, try again later: the watches wait for it as well.
    const found = await findStartProblem(kubectl, run.name).catch(unlessUnreachable)
    if (found === undefined) return undefined
    this.#problem = found
    const {reason, remedies, certain} = found
    if (before === undefined) {
      onEvent({type: 'notice', message: `the run has not started after ${firstCheckMs / 1_000} s: ${reason}`})
    }
    const lasts = before !== undefined && certain && before.reason === reason
    return lasts ? {outcome: 'failed', reason: `it did not start: ${reason}`, remedies, stuck: true} : undefined
  }
}
