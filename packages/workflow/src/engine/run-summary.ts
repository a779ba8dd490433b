import {labelKeys} from '../resources/names.js'
import type {RunOutcome, StepPhase} from '../run/events.js'

import type {RunCondition, RunObject, RunStatus, StepStatus} from './run-object.js'

/** The state of a Run in rde's terms. */
export interface RunSummary {
  /** The object's name. */
  readonly name: string
  readonly workflow: string
  /** Undefined for a Run that neither rde nor its bridge created. */
  readonly number: number | undefined
  /** `NAME#N`, or the object's name if it has no number. Every command accepts it. */
  readonly reference: string
  /** The revision of the file that it was created from. */
  readonly revision: string | undefined
  readonly createdAt: string
  readonly endedAt: string | undefined
  /** `pending`: relay-core has not processed it yet. */
  readonly state: 'pending' | 'running' | RunOutcome
  readonly parameters: Readonly<Record<string, unknown>>
  readonly steps: readonly StepSummary[]
}

export interface StepSummary {
  readonly name: string
  readonly phase: StepPhase
  /** Why it waits, was skipped or failed. */
  readonly reason: string | undefined
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
}

export function summarizeRun({metadata, spec, status}: RunObject): RunSummary {
  const {name, labels, creationTimestamp} = metadata
  const workflow = spec.workflowRef.name
  const number = runNumber(labels?.[labelKeys.runNumber])
  return {
    name,
    workflow,
    number,
    reference: number === undefined ? name : `${workflow}#${number}`,
    revision: labels?.[labelKeys.revision],
    createdAt: creationTimestamp,
    endedAt: status?.completionTime,
    state: stateOf({spec, status}),
    parameters: spec.parameters ?? {},
    steps: (status?.steps ?? []).map(summarizeStep),
  }
}

function runNumber(label: string | undefined): number | undefined {
  return label !== undefined && /^[1-9]\d*$/.test(label) ? Number(label) : undefined
}

/** relay-core reports a rejected step as skipped, and its run as succeeded. */
function stateOf({
  spec,
  status,
}: Pick<RunObject, 'spec'> & {readonly status: RunStatus | undefined}): RunSummary['state'] {
  const state = runState(status)
  const rejected = Object.values(spec.state?.steps ?? {}).some(({approval}) => approval === 'rejected')
  return state === 'succeeded' && rejected ? 'rejected' : state
}

/** A cancelled Run may never become Completed, and a Run without steps has only the condition Succeeded. */
export function runState(status: RunStatus | undefined): RunSummary['state'] {
  if (status?.conditions === undefined) return 'pending'
  const {conditions, steps = []} = status
  if (holds(conditions, 'Cancelled')) return 'cancelled'
  const succeeded = conditions.find(({type}) => type === 'Succeeded')?.status
  const completed = holds(conditions, 'Completed') || (steps.length === 0 && succeeded === 'True')
  if (!completed || succeeded === 'Unknown') return 'running'
  return succeeded === 'True' ? 'succeeded' : 'failed'
}

export function summarizeStep(step: StepStatus): StepSummary {
  const {name, startTime, completionTime, conditions = [], messages = []} = step
  const phase = stepPhase(conditions)
  const texts = messages.map(({short, details}) => details ?? short ?? '').filter((text) => text !== '')
  const reason = texts.at(-1) ?? (phase === 'skipped' ? skippedBecause(conditions) : undefined)
  return {name, phase, reason, startedAt: startTime, endedAt: completionTime}
}

function stepPhase(conditions: readonly RunCondition[]): StepPhase {
  if (holds(conditions, 'Completed')) {
    if (holds(conditions, 'Skipped')) return 'skipped'
    return holds(conditions, 'Succeeded') ? 'succeeded' : 'failed'
  }
  const skipped = conditions.find(({type}) => type === 'Skipped')
  // Its pod may already run, but waits until `when` and `dependsOn` are satisfied.
  return skipped?.reason === 'WhenConditionSatisfied' ? 'running' : 'waiting'
}

function skippedBecause(conditions: readonly RunCondition[]): string | undefined {
  const {reason, message} = conditions.find(({type}) => type === 'Skipped') ?? {}
  if (reason === 'WhenConditionNotSatisfied') return 'its condition does not hold'
  if (reason === 'WhenConditionFailure') return message ?? 'its condition could not be evaluated'
  return message ?? reason
}

function holds(conditions: readonly RunCondition[], type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True')
}
