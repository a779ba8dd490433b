import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'

import type {ProcessRunner} from '@rde/process-runner'

import type {Answers, Question} from '../session/answers.js'
import type {Tools} from '../session/session.js'

/** What a phase may use. Every member is a promise to the teams that write phases: capabilities, never internals. */
export interface PhaseContext extends Tools {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  /** The same tools, not ended by `signal`: for cleaning up after a failure. */
  readonly uninterrupted: Tools
  /** For programs without a wrapper. */
  readonly runner: ProcessRunner
  /** Answers of Docker and the cluster, shared by all phases. */
  readonly answers: Answers
  /**
   * The current configuration, with the registry port of the running cluster. Another phase may have changed it since
   * this one started.
   */
  config(): RdeConfig
  /** Changes config.json and its derived files, atomically. */
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
  /** Aborted by Ctrl-C, by the phase's deadline, and when another phase failed. */
  readonly signal: AbortSignal
  /** Shows one line of progress next to the phase's title. */
  report(line: string): void
}

export interface PhaseOutcome {
  readonly changed: boolean
  /** For the user: what was changed, or why nothing had to be. */
  readonly detail: string
  /** Further notes, one line each: a warning, a setting that is not applied yet. Printed when all phases have ended. */
  readonly notes?: readonly string[]
}

/** One step of bringing the cluster up. `cluster start` runs them all every time, so running one twice must do no harm. */
export interface Phase {
  /** Public: `after`, `--only` and `--skip` refer to it. */
  readonly id: string
  readonly title: string
  /** The team's extension that provides it; undefined for rde's own phases. */
  readonly extension?: string
  /** Ids of the phases that must have ended before this one. */
  readonly after?: readonly string[]
  /** Whether the phase applies to this configuration (to its profile, for example); always unless given. */
  applies?(config: RdeConfig): boolean
  /** What it asks of a healthy cluster: asked in advance, in parallel with the questions of other phases. */
  readonly asks?: ReadonlyArray<Question<unknown>>
  /** Asks what must be answered before any phase runs (`confirm` of this package); throws if the answer is no. */
  confirm?(context: PhaseContext, answers: {readonly yes: boolean}): Promise<void>
  /** How long the phase may take, in milliseconds; 5 minutes unless given. */
  readonly deadlineMs?: number
  run(context: PhaseContext): Promise<PhaseOutcome>
  /** The command lines that `run` would use now, for `--dry-run`. Asks, but changes nothing. */
  preview?(context: PhaseContext): Promise<readonly string[]>
}
