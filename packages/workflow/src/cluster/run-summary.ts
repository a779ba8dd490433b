import type {RunOutcome, StepPhase} from '../run-event.js'

/** What a Run says of itself, in rde's words. */
export interface RunSummary {
  /** The object's name. */
  readonly name: string
  readonly workflow: string
  /** Undefined for a Run that neither rde nor its bridge made. */
  readonly number: number | undefined
  /** `NAME#N`, or the object's name where it has no number: what every command takes. */
  readonly reference: string
  /** The revision of the file that it was made of. */
  readonly revision: string | undefined
  readonly createdAt: string
  readonly endedAt: string | undefined
  /** `pending`: relay-core has not seen it yet. */
  readonly state: 'pending' | 'running' | RunOutcome
  readonly parameters: Readonly<Record<string, unknown>>
  readonly steps: readonly StepSummary[]
}

export interface StepSummary {
  readonly name: string
  readonly phase: StepPhase
  readonly reason: string | undefined
  readonly startedAt: string | undefined
  readonly endedAt: string | undefined
}
