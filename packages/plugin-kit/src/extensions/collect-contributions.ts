import type {RdeConfig} from '@rde/config'
import {isRdeError, renderError} from '@rde/errors'
import type {Check} from '@rde/toolchain'

import {adaptExtension} from './adapt-extension.js'
import {askExtension, askPlugin, extensionsOf, type PluginHost} from './ask-extensions.js'
import {rejectDuplicateClaims} from './claims.js'
import type {Contribution, ContributionRequest, DoctorContext, SupportFiles} from './contribution.js'
import type {Extension, OnBroken} from './extension.js'
import type {Phase} from '../phases/phase.js'
import type {Service} from './service.js'
import type {Session} from '../session/session.js'

type Request = Pick<ContributionRequest['rde'], 'config' | 'data'>

const throwBroken: OnBroken = (error) => {
  throw error
}

/** For commands that work without extensions: reports a broken one on standard error and leaves it out. */
export const leaveOutBroken: OnBroken = (error) => {
  process.stderr.write(`${renderError(error)}\n\n`)
}

/** Asks the team's extensions, in the order of their names. */
export async function collectExtensions(
  oclif: PluginHost,
  {config, data}: Request,
  onBroken: OnBroken = throwBroken,
): Promise<Extension[]> {
  const plugins = extensionsOf(oclif).sort((a, b) => a.name.localeCompare(b.name))
  const asked = plugins.map((plugin) =>
    askExtension(oclif, plugin, {rde: {config, data}}).catch((error: unknown) => {
      if (!isRdeError(error)) throw error
      return error
    }),
  )
  const answers = await Promise.all(asked)
  const extensions: Extension[] = []
  for (const answer of answers) {
    if (isRdeError(answer)) onBroken(answer)
    else extensions.push(answer)
  }
  return rejectDuplicateClaims(extensions, onBroken)
}

/** Asks them once config.json is known. */
export function extensionsFor(oclif: PluginHost, {data}: Pick<Session, 'data'>, onBroken: OnBroken = throwBroken) {
  return (config: RdeConfig): Promise<Extension[]> => collectExtensions(oclif, {config, data}, onBroken)
}

/** Asks the extensions, then rde's own plugins, which get what the extensions add. */
export async function collectContributions(
  oclif: PluginHost,
  {config, data}: Request,
  onBroken: OnBroken = throwBroken,
): Promise<Contribution[]> {
  const extensions = await collectExtensions(oclif, {config, data}, onBroken)
  const own = oclif.plugins.get(oclif.name)
  const ours = own === undefined ? [] : await askPlugin<Contribution>(oclif, own, {config, data, extensions})
  return [...ours, ...extensions.map((extension) => ({apiVersion: 1 as const, ...adaptExtension(extension, config)}))]
}

/** The phases of all plugins, in no order. */
export async function contributedPhases(oclif: PluginHost, rde: Request): Promise<Phase[]> {
  return (await collectContributions(oclif, rde)).flatMap(({phases = []}) => phases)
}

/** The services of all plugins, by name. */
export async function contributedServices(oclif: PluginHost, rde: Request): Promise<Service[]> {
  const all = (await collectContributions(oclif, rde, leaveOutBroken)).flatMap(({services = []}) => services)
  return all.sort((a, b) => a.name.localeCompare(b.name))
}

/** The checks of all plugins, in no order. */
export async function contributedChecks(
  oclif: PluginHost,
  rde: Request,
  onBroken: OnBroken,
): Promise<Check<DoctorContext>[]> {
  return (await collectContributions(oclif, rde, onBroken)).flatMap(({checks = []}) => checks)
}

/** The support bundle files of all plugins; a plugin that fails adds a note instead. */
export async function contributedSupportFiles(
  oclif: PluginHost,
  rde: Request,
  context: DoctorContext,
): Promise<SupportFiles> {
  const failures: Record<string, string> = {}
  const onBroken: OnBroken = (error) =>
    (failures[`failed-extension-${Object.keys(failures).length}.txt`] = error.message)
  const contributions = await collectContributions(oclif, rde, onBroken)
  const parts = contributions.map(({supportFiles}, index) =>
    supportFiles?.(context).catch((error: Error) => ({[`failed-${index}.txt`]: error.message})),
  )
  return Object.assign(failures, ...(await Promise.all(parts))) as SupportFiles
}
