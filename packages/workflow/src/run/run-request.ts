import type {RunEnd, RunEvent} from './events.js'
import type {RunSummary} from '../engine/run-summary.js'
import type {Value} from '../document.js'

/** Where a workflow runs: on the cluster, or without one in Docker or as processes on this machine. */
export type RunLocation = 'cluster' | 'docker' | 'host'

/** Asks the user a yes-or-no question. */
export type Ask = (question: string) => Promise<boolean>

/** Asks the user for a text. */
export type AskText = (question: string) => Promise<string>

/** A run as the user requested it. */
export interface RunRequest {
  readonly on: RunLocation
  /** A file, or the name of a saved workflow. */
  readonly target: string
  readonly parameters: Readonly<Record<string, string>>
  /** `detach`: start the run and return. A run without a cluster is always followed. */
  readonly follow: 'follow' | 'start' | 'detach'
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Shows a line about the file or the request, before the run begins. */
  readonly onNotice: (line: string) => void
  /** Undefined if there is no terminal. */
  readonly ask: Ask | undefined
  /** Asks for a text; undefined if there is no terminal. */
  readonly askText: AskText | undefined
  /** Asks for a text that is not shown while it is typed; undefined if there is no terminal. */
  readonly askHidden: AskText | undefined
  /** Start steps even if something they refer to is missing: they get the expression itself. */
  readonly allowUnresolved: boolean
  readonly cluster: ClusterOptions
  readonly local: LocalOptions
}

export interface ClusterOptions {
  /** How long to wait for another rde process that has locked the cluster. */
  readonly timeoutMs: number
}

export interface LocalOptions {
  /** `KEY=@FILE` */
  readonly secrets: readonly string[]
  /** A file of connections. */
  readonly connections?: string | undefined
  /** Steps to approve in advance. */
  readonly approve: readonly string[]
  /** The file may run on this machine. */
  readonly yes: boolean
  /** Decides approvals instead of `approve` and `ask`. */
  readonly decide?: (step: string) => Promise<'approved' | 'rejected'>
  readonly maxParallel?: number | undefined
  /** Prints the command lines of steps. */
  readonly verbose: boolean
  /** Run only this step, without its dependencies. */
  readonly step?: string | undefined
  /** A recorded run whose outputs the steps can use: `local/NAME#N`. */
  readonly outputsFrom?: string | undefined
  /** A recorded run: run only the steps again that did not succeed. */
  readonly rerunFailed?: string | undefined
}

/** The result of a run. */
export interface RunResult {
  /** `NAME#N` or `local/NAME#N`. Every command accepts it. */
  readonly reference: string
  /** Absent for a run that is not followed, or was left before its end. */
  readonly end?: RunEnd
  /** Following was interrupted; the run continues. */
  readonly detached?: boolean
  /** By step, then by name; without sensitive outputs. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>
  /** Only for a run on the cluster. */
  readonly summary?: RunSummary
}
