import type {Session} from '@rde/plugin-kit'
import type {RunEvent, RunRequest, RunResult} from '@rde/workflow'
import {runWorkflow} from '@rde/workflow/run/run-workflow'

export interface RunToEndOptions {
  /** A file, or the name of a saved workflow. */
  readonly target: string
  readonly parameters: Readonly<Record<string, string>>
  /** How long to wait for another rde that holds the cluster. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  onNotice(line: string): void
  onEvent?(event: RunEvent): void
}

/** Runs a workflow on the cluster and follows it to its end, without asking questions. */
export function runToEnd(session: Session, options: RunToEndOptions): Promise<RunResult> {
  return runWorkflow(session, runRequest(options))
}

export function runRequest({timeoutMs, onEvent = () => {}, ...request}: RunToEndOptions): RunRequest {
  return {
    ...{...request, on: 'cluster', follow: 'follow', onEvent},
    ...{ask: undefined, askText: undefined, askHidden: undefined, allowUnresolved: false, cluster: {timeoutMs}},
    local: {secrets: [], approve: [], yes: false, verbose: false},
  }
}
