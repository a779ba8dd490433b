import type {Config} from '@oclif/core/interfaces'

import {isRdeError, nearest, RdeError, type Remedy} from '@rde/errors'
import {formatLimit} from '@rde/time'

import type {Contribution as Offered} from '../../types/index.js'
import type {ContributionRequest} from './contribution.js'
import {endWithin} from './end-within.js'
import type {Extension} from './extension.js'

export type PluginHost = Pick<Config, 'name' | 'plugins' | 'runHook'>
type Plugin = PluginHost['plugins'] extends Map<string, infer One> ? One : never

/** The answer of one plugin: one that comes with rde, or one that a team installed. */
export interface Answer<Result> {
  readonly plugin: Pick<Plugin, 'name' | 'root' | 'version'>
  readonly result: Result
}

/** Loading an extension's code and asking it takes some milliseconds; on a busy machine seconds. */
export const answerMs = 20_000

export const hook = 'rde:contribute'

/** The plugins other than rde's own that answer the hook. */
export function extensionsOf({name, plugins}: Pick<PluginHost, 'name' | 'plugins'>): Plugin[] {
  return [...plugins.values()].filter((plugin) => plugin.name !== name && plugin.hooks[hook] !== undefined)
}

/** Asks one plugin alone. oclif keeps the errors of hooks to itself; this rejects with the first. */
export async function askPlugin<Result>(
  oclif: PluginHost,
  plugin: Plugin,
  request: ContributionRequest['rde'],
): Promise<Result[]> {
  // The same host with a single plugin: runHook asks the plugins of the host that it is called on.
  const alone = Object.create(oclif, {plugins: {value: new Map([[plugin.name, plugin]])}}) as PluginHost
  const {successes, failures} = await alone.runHook(hook, {rde: request}, undefined, true)
  const [failure] = failures
  if (failure !== undefined) throw failure.error
  return successes.map(({result}) => result as Result)
}

/** Asks one extension, for a limited time. Any failure is an RDE_PLUGIN_BROKEN error that names the extension. */
export async function askExtension(
  oclif: PluginHost,
  plugin: Plugin,
  {rde, limitMs = answerMs}: {rde: ContributionRequest['rde']; limitMs?: number},
): Promise<Extension> {
  const {name, version, root} = plugin
  const settings = (rde.config.extensions[name] ?? {}) as Record<string, unknown>
  const work = () => askPlugin<Offered>(oclif, plugin, {...rde, settings})
  const [contribution] = await endWithin(limitMs, name, work).catch((error: Error) => {
    throw brokenExtension(name, isLate(error) ? `It did not answer within ${formatLimit(limitMs)}.` : error.message)
  })
  checkContribution(name, contribution)
  return {name, version, root, contribution}
}

function isLate(error: unknown): boolean {
  return isRdeError(error) && error.code === 'RDE_DEADLINE'
}

export function brokenExtension(name: string, why: string, more: readonly Remedy[] = []): RdeError {
  return new RdeError(`The extension ${name} failed to load.\n${why}`, {
    code: 'RDE_PLUGIN_BROKEN',
    remedies: [
      ...more,
      {what: 'Update it', command: 'rde plugins update'},
      {what: 'Or remove it', command: `rde plugins uninstall ${name}`},
      {what: 'Or start without any', command: 'RDE_PLUGINS=off rde cluster start'},
    ],
  })
}

const members: Readonly<Record<keyof Offered, 'array' | 'object' | 'function' | 'number'>> = {
  apiVersion: 'number',
  components: 'object',
  services: 'object',
  settings: 'object',
  credentials: 'object',
  phases: 'array',
  checks: 'array',
  workflows: 'array',
  panels: 'array',
  supportFiles: 'function',
}

/** Rejects at once what rde cannot use: half an extension would cause obscure errors later. */
function checkContribution(name: string, offered: unknown): asserts offered is Offered {
  const refuse = (why: string): never => {
    throw brokenExtension(name, why)
  }
  if (typeof offered !== 'object' || offered === null) return refuse('Its contribute function returned nothing.')
  const {apiVersion, ...rest} = offered as Record<string, unknown>
  if (apiVersion !== 1) {
    return refuse(`It uses version ${String(apiVersion)} of the extension interface; this rde knows version 1.`)
  }
  for (const [key, value] of Object.entries(rest)) {
    const kind = members[key as keyof Offered]
    const near = nearest(key, Object.keys(members))
    if (kind === undefined) {
      return refuse(`It adds "${key}", which this rde does not know${near ? `; did it mean ${near}?` : '.'}`)
    }
    const fits = kind === 'array' ? Array.isArray(value) : typeof value === kind && value !== null
    if (value !== undefined && !fits)
      return refuse(`Its "${key}" must be ${kind === 'array' ? 'a list' : `of type ${kind}`}.`)
  }
  checkMembers(offered as Offered, refuse)
}

function checkMembers({phases = [], checks = []}: Offered, refuse: (why: string) => never): void {
  for (const [kind, list] of Object.entries({phase: phases, check: checks})) {
    for (const {id, title, run} of list) {
      if (typeof id === 'string' && typeof title === 'string' && typeof run === 'function') continue
      refuse(`One of its ${kind}s${typeof id === 'string' ? ` (${id})` : ''} has no id, title or run function.`)
    }
  }
}
