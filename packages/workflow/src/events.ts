/** Where a step is. A step that waits for an answer is `waiting`, with `approval` as its reason. */
export type StepPhase = 'waiting' | 'running' | 'succeeded' | 'failed' | 'skipped'

/** How a run ended. */
export type RunOutcome = 'succeeded' | 'failed' | 'cancelled'

/**
 * What a run tells while it goes on, wherever it runs: on the cluster, in Docker or on the host. The same events make the
 * live view, the plain lines and `--json`. Times are ISO 8601.
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
