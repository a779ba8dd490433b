import type {Hook} from '@oclif/core/interfaces'

import type {DataDirectory, RdeConfig} from '@rde/config'

import type {Check, CheckContext} from '@rde/toolchain'

import type {Extension} from './extension.js'
import type {Panel} from './panel.js'
import type {Phase} from '../phases/phase.js'
import type {ReleaseServices, Service} from './service.js'
import type {Session} from '../session/session.js'

/** What a plugin of rde's own adds. What a team's extension may add is in `types/index.d.ts`. */
export interface Contribution {
  readonly apiVersion: 1
  readonly phases?: readonly Phase[]
  readonly services?: readonly Service[]
  /**
   * Makes the running services take the content that config.json records of their images. Called with the cluster held, after
   * new content was recorded.
   */
  readonly releaseServices?: ReleaseServices
  /** What `rde doctor` asks beside the checks of the machine. */
  readonly checks?: readonly Check<DoctorContext>[]
  /** What `rde support bundle` takes along: name → text. Secrets that the session knows are masked afterwards. */
  readonly supportFiles?: (context: DoctorContext) => Promise<SupportFiles>
  /** Shown on the cluster page of `rde ui`. */
  readonly panels?: readonly Panel[]
}

/** Name in the archive → text. */
export type SupportFiles = Readonly<Record<string, string>>

/** What a check may look at: the machine, and the cluster by way of the tools. */
export interface DoctorContext extends CheckContext {
  readonly session: Session
  /** Undefined where config.json cannot be read. */
  readonly config: RdeConfig | undefined
  readonly signal: AbortSignal
}

/** What a plugin may look at to decide what it adds: nothing runs yet. */
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
