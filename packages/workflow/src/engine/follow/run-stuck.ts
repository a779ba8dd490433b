import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {RunEnd} from '../../events.js'
import {defaultImage} from '../../resources/names.js'
import type {SavedStep} from '../workflow-object.js'
import type {FollowRequest} from './run-reporter.js'
import type {StepTrouble} from './step-troubles.js'
import {whyNotBegun, type NotBegun} from './why-not-begun.js'

/** When a run that has not begun is worth a look for the cause, and when the cause is its end. */
const lookAfterMs = 15_000
const giveUpAfterMs = 60_000

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
  readonly #begin = Date.now()
  #notBegun: NotBegun | undefined

  constructor(private readonly request: Pick<FollowRequest, 'kubectl' | 'run' | 'onEvent'>) {}

  async look(): Promise<RunEnd | undefined> {
    const {kubectl, run, onEvent} = this.request
    const waitedMs = Date.now() - this.#begin
    if (waitedMs < (this.#notBegun === undefined ? lookAfterMs : giveUpAfterMs)) return undefined
    const before = this.#notBegun
    this.#notBegun = await whyNotBegun(kubectl, run.name)
    const {reason, remedies, certain} = this.#notBegun
    if (before === undefined) {
      onEvent({type: 'notice', message: `the run has not begun after ${lookAfterMs / 1_000} s: ${reason}`})
    }
    const lasts = before !== undefined && certain && before.reason === reason
    return lasts ? {outcome: 'failed', reason: `it did not begin: ${reason}`, remedies, stuck: true} : undefined
  }
}
