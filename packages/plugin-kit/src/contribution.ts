import type {Config, Hook} from '@oclif/core/interfaces'

import type {DataDirectory, RdeConfig} from '@rde/config'
import {isRdeError, RdeError} from '@rde/errors'

import type {Check, CheckContext} from '@rde/toolchain'

import type {Panel} from './panel.js'
import type {Phase, PhaseContext} from './phase.js'
import type {Service} from './service.js'
import type {Session} from './session.js'

/** What a plugin adds to rde. Plain data and functions only: it may come from another copy of this package. */
export interface Contribution {
  readonly apiVersion: 1
  readonly phases?: readonly Phase[]
  readonly services?: readonly Service[]
  /**
   * Makes the running services take the content that config.json records of their images. Called with the cluster held, after
   * new content was recorded.
   */
  readonly releaseServices?: (context: PhaseContext) => Promise<void>
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
  readonly rde: {readonly config: RdeConfig; readonly data: DataDirectory}
}

declare module '@oclif/core/interfaces' {
  interface Hooks {
    'rde:contribute': {options: ContributionRequest; return: Contribution}
  }
}

export type ContributeHook = Hook<'rde:contribute'>

/** Asks every plugin, rde's own and the team's. oclif swallows errors of hooks; this reports them. */
export async function collectContributions(
  config: Pick<Config, 'runHook' | 'name'>,
  rde: ContributionRequest['rde'],
): Promise<Contribution[]> {
  const {successes, failures} = await config.runHook('rde:contribute', {rde}, undefined, true)
  const [failure] = failures
  // What a plugin foresaw, or what comes with rde, is no matter of plugins to the user.
  if (failure && (isRdeError(failure.error) || failure.plugin.name === config.name)) throw failure.error
  if (failure) throw broken(failure.plugin.name, failure.error.message)
  for (const {plugin, result} of successes) {
    if (result?.apiVersion !== 1) throw broken(plugin.name, 'it uses a version of the plugin interface other than 1')
  }
  return successes.map(({result}) => result)
}

/** The phases of all plugins, in no order. */
export async function contributedPhases(
  config: Pick<Config, 'runHook' | 'name'>,
  rde: ContributionRequest['rde'],
): Promise<Phase[]> {
  return (await collectContributions(config, rde)).flatMap(({phases = []}) => phases)
}

/** The services of all plugins, by name. */
export async function contributedServices(
  config: Pick<Config, 'runHook' | 'name'>,
  rde: ContributionRequest['rde'],
): Promise<Service[]> {
  const all = (await collectContributions(config, rde)).flatMap(({services = []}) => services)
  return all.sort((a, b) => a.name.localeCompare(b.name))
}

/** The checks of all plugins, in no order. */
export async function contributedChecks(
  config: Pick<Config, 'name' | 'runHook'>,
  rde: ContributionRequest['rde'],
): Promise<Check<DoctorContext>[]> {
  return (await collectContributions(config, rde)).flatMap(({checks = []}) => checks)
}

/** What all plugins give to a support bundle; one that fails leaves a note instead. */
export async function contributedSupportFiles(
  config: Pick<Config, 'name' | 'runHook'>,
  rde: ContributionRequest['rde'],
  context: DoctorContext,
): Promise<SupportFiles> {
  const contributions = await collectContributions(config, rde)
  const parts = contributions.map(({supportFiles}, index) =>
    supportFiles?.(context).catch((error: Error) => ({[`failed-${index}.txt`]: error.message})),
  )
  return Object.assign({}, ...(await Promise.all(parts))) as SupportFiles
}

function broken(plugin: string, why: string): RdeError {
  return new RdeError(`The plugin ${plugin} failed to load.\n${why}`, {
    code: 'RDE_PLUGIN_BROKEN',
    remedies: [
      {what: 'Update it', command: 'rde plugins update'},
      {what: 'Or remove it', command: `rde plugins uninstall ${plugin}`},
    ],
  })
}
