import type {Hook} from '@oclif/core/interfaces'

import type {DataDirectory, RdeConfig} from '@rde/config'

import type {Check, CheckContext} from '@rde/toolchain'

import type {Extension} from './extension.js'
import type {Panel} from './panel.js'
import type {Phase} from '../phases/phase.js'
import type {ReleaseServices, Service} from './service.js'
import type {Session} from '../session/session.js'

/** What one of rde's own plugins adds. See `types/index.d.ts` for what a team's extension may add. */
export interface Contribution {
  readonly apiVersion: 1
  readonly phases?: readonly Phase[]
  readonly services?: readonly Service[]
  /**
   * Makes the running services use the image content that config.json records. Called under the cluster's lock, after
   * new content was recorded.
   */
  readonly releaseServices?: ReleaseServices
  /** Checks of `rde doctor` in addition to those of the machine. */
  readonly checks?: readonly Check<DoctorContext>[]
  /** Files for `rde support bundle`: name → text. Secrets that the session knows are masked afterwards. */
  readonly supportFiles?: (context: DoctorContext) => Promise<SupportFiles>
  /** Shown on the cluster page of `rde ui`. */
  readonly panels?: readonly Panel[]
}

/** Name in the archive → text. */
export type SupportFiles = Readonly<Record<string, string>>

/** What a check may use: the machine, and the cluster through the tools. */
export interface DoctorContext extends CheckContext {
  readonly session: Session
  /** Undefined if config.json cannot be read. */
  readonly config: RdeConfig | undefined
  readonly signal: AbortSignal
}

/** What a plugin may use to decide what it adds. Nothing runs yet. */
export interface ContributionRequest {
  readonly rde: {
    readonly config: RdeConfig
    readonly data: DataDirectory
    /** For rde's own plugins: what the team's extensions add. */
    readonly extensions?: readonly Extension[]
    /** For an extension: its own section of config.json. */
    readonly settings?: Readonly<Record<string, unknown>>
  }
}

declare module '@oclif/core/interfaces' {
  interface Hooks {
    'rde:contribute': {options: ContributionRequest; return: Contribution}
  }
}

export type ContributeHook = Hook<'rde:contribute'>
