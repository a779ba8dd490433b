import type {Condition} from '@rde/toolchain/snapshot/objects'

/** A Run as the API returns it, limited to the fields that rde reads. */
export interface RunObject {
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly creationTimestamp: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly spec: {
    readonly workflowRef: {readonly name: string}
    readonly parameters?: Readonly<Record<string, unknown>>
    readonly state?: {
      readonly workflow?: {readonly cancel?: boolean}
      readonly steps?: Readonly<Record<string, {readonly approval?: string}>>
    }
  }
  /** Absent until relay-core has seen the Run. */
  readonly status?: RunStatus
}

export interface RunStatus {
  readonly startTime?: string
  readonly completionTime?: string
  readonly conditions?: readonly RunCondition[]
  readonly steps?: readonly StepStatus[]
}

/** Of a Run: `Completed`, `Succeeded`, `Cancelled`; of a step: `Completed`, `Skipped`, `Succeeded`. In random order. */
export type RunCondition = Condition

export interface StepStatus {
  readonly name: string
  readonly startTime?: string
  readonly completionTime?: string
  readonly conditions?: readonly RunCondition[]
  readonly outputs?: ReadonlyArray<{readonly name: string; readonly sensitive?: boolean; readonly value?: unknown}>
  readonly messages?: readonly StepMessage[]
  readonly logs?: ReadonlyArray<{readonly name?: string; readonly context?: string}>
}

/** The only place where relay-core explains an invalid `when` or `spec`. */
export interface StepMessage {
  readonly severity?: string
  readonly observationTime?: string
  readonly details?: string
  readonly short?: string
}
