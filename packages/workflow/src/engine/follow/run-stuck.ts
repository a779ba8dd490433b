import {unlessUnreachable} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {RunEnd} from '../../run/events.js'
import {defaultImage} from '../../resources/names.js'
import type {SavedStep} from '../workflow-object.js'
import type {FollowRequest} from './run-reporter.js'
import type {StepTrouble} from './step-troubles.js'
import {whyNotBegun, type NotBegun} from './why-not-begun.js'

/** When a run that has not begun is worth a look for the cause, when the cause is its end, and how often it is looked for then. */
const lookAfterMs = 15_000
const giveUpAfterMs = 60_000
const againEveryMs = 15_000

/** The end of a run with a step whose pod can never start. */
export function stepCannotStart(
  {pod, what, pulls}: StepTrouble,
  {run, step}: {readonly run: string; readonly step: SavedStep | undefined},
): RunEnd {
  const image = step?.image || defaultImage
  const importImage = {what: 'Import the image; the run then goes on', command: `rde images import ${image}`}
  const look = {what: 'Look at its pod', command: `rde kubectl describe pods ${pod} --namespace ${tenantsNamespace}`}
  const cancel = {what: 'Or end the run', command: `rde workflow cancel ${run}`}
  return {
    ...{outcome: 'failed', stuck: true, remedies: [pulls ? importImage : look, cancel]},
    reason: `${step === undefined ? `pod ${pod}` : `step ${step.name}`} can never start: ${what}`,
  }
}

/** Finds out why relay-core does not begin a run: reports it once, and gives up if the cause stays. */
export class StartWatch {
  #lookAt: number
  readonly #begin: number
  #notBegun: NotBegun | undefined

  constructor(
    private readonly request: Pick<FollowRequest, 'kubectl' | 'run' | 'onEvent' | 'watches'>,
    private readonly now: () => number = Date.now,
  ) {
    this.#begin = now()
    this.#lookAt = this.#begin + lookAfterMs
  }

  async look(): Promise<RunEnd | undefined> {
    const {kubectl, run, onEvent, watches} = this.request
    if (this.now() < this.#lookAt) return undefined
    // Of many that wait, one looks at a time: what keeps one of them mostly keeps all.
    if (watches?.mayLook(this.now()) === false) return undefined
    this.#lookAt = Math.max(this.#begin + giveUpAfterMs, this.now() + againEveryMs)
    const before = this.#notBegun
    // A cluster that does not answer now is looked at later: the watches wait for it as well.
    const found = await whyNotBegun(kubectl, run.name).catch(unlessUnreachable)
    if (found === undefined) return undefined
    this.#notBegun = found
    const {reason, remedies, certain} = found
    if (before === undefined) {
      onEvent({type: 'notice', message: `the run has not begun after ${lookAfterMs / 1_000} s: ${reason}`})
    }
    const lasts = before !== undefined && certain && before.reason === reason
    return lasts ? {outcome: 'failed', reason: `it did not begin: ${reason}`, remedies, stuck: true} : undefined
  }
}
