import type {Remedy} from '@rde/errors'

/** Where a step is. A step that waits for an answer is `waiting`, with `approval` as its reason. */
export type StepPhase = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped'

/** How a run ended; `rejected`: no step failed, but somebody rejected one. */
export type RunOutcome = 'succeeded' | 'failed' | 'rejected' | 'cancelled'

/**
 * What a run reports while it goes on, wherever it runs: on the cluster, in Docker or on the host. The live view, the plain
 * lines and `--json` show the same events. Times are ISO 8601.
 */
export type RunEvent =
  | {readonly type: 'run-started'; readonly run: string; readonly workflow: string; readonly steps: readonly string[]}
  | StepEvent
  | {readonly type: 'log'; readonly step: string; readonly line: string}
  | {readonly type: 'output'; readonly step: string; readonly name: string; readonly value?: unknown}
  | {readonly type: 'notice'; readonly message: string; readonly step?: string}
  | {readonly type: 'run-ended'; readonly run: string; readonly outcome: RunOutcome; readonly reason?: string}

export interface StepEvent {
  readonly type: 'step'
  readonly step: string
  readonly phase: StepPhase
  /** Why it waits, was skipped or failed. */
  readonly reason?: string
  readonly exitCode?: number
  readonly startedAt?: string
  readonly endedAt?: string
}

/** How a run ended, or why it never will. */
export interface RunEnd {
  readonly outcome: RunOutcome
  readonly reason?: string
  /** What can be done about the reason. */
  readonly remedies?: readonly Remedy[]
  /** The run has not ended in the cluster, but it can never go on as things are. */
  readonly stuck?: boolean
}
