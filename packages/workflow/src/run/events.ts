import type {Remedy} from '@rde/errors'

/** The state of a step. A step that waits for an answer is `waiting`, with `approval` as its reason. */
export type StepPhase = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped'

/** How a run ended; `rejected`: no step failed, but one was rejected. */
export type RunOutcome = 'succeeded' | 'failed' | 'rejected' | 'cancelled'

/**
 * An event that a run reports, wherever it runs: on the cluster, in Docker or on the host. The live view, the plain
 * output and `--json` show the same events. Times are ISO 8601.
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

/** How a run ended, or why it can never end. */
export interface RunEnd {
  readonly outcome: RunOutcome
  readonly reason?: string
  /** How to fix the reason. */
  readonly remedies?: readonly Remedy[]
  /** The run has not ended on the cluster, but it cannot continue in its current state. */
  readonly stuck?: boolean
}
