import type {Session} from '@rde/plugin-kit'
import type {RunEvent, RunResult} from '@rde/workflow'
import {runWorkflow} from '@rde/workflow/run-workflow'

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

/** Runs a workflow on the cluster and follows it to its end, with nobody to ask. */
export function runToEnd(session: Session, options: RunToEndOptions): Promise<RunResult> {
  const {target, parameters, timeoutMs, signal, onNotice, onEvent = () => {}} = options
  return runWorkflow(session, {
    ...{on: 'cluster', follow: 'follow', target, parameters, signal, onNotice, onEvent},
    ...{ask: undefined, askText: undefined, askHidden: undefined, allowUnresolved: false, cluster: {timeoutMs}},
    local: {secrets: [], approve: [], yes: false, verbose: false},
  })
}
