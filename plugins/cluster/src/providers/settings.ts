import type {RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'

import {providerFor} from './provider-of.js'

export interface SettingsContext {
  readonly config: RdeConfig
  /** The name of the cluster. */
  readonly name: string
}

/** A setting below `cluster`, and what the user typed for it: a flag, or its key. */
export interface NamedSetting {
  readonly key: string
  readonly typed: string
}

/** Throws RDE_SETTING_UNUSED (exit 2) if this cluster does not use one of these settings. Nothing later reports it. */
export function requireSettings(settings: readonly NamedSetting[], context: SettingsContext): void {
  const message = explainUnused(settings, context)
  if (message === undefined) return
  throw new RdeError(message, {
    code: 'RDE_SETTING_UNUSED',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See your clusters', command: 'rde cluster list'}],
    outcome: 'Nothing was changed.',
  })
}

/** A message with the settings that this cluster does not use, and why; undefined if it uses all. */
export function explainUnused(settings: readonly NamedSetting[], {config, name}: SettingsContext): string | undefined {
  const {nodes} = providerFor(config)
  const unused = settings.filter(({key}) => !isUsed(key, config))
  if (unused.length === 0) return undefined
  const keys = unused.map(({typed}) => typed).join(', ')
  // These select the cluster: after a change here, the kubeconfig would still be that of the previous one.
  if (unused.every(({key}) => isAttachment(key))) return `Only \`rde cluster attach\` sets ${keys}.`
  return `${keys} ${unused.length === 1 ? 'has' : 'have'} no effect on the cluster ${name}: ${nodes}.`
}

/** Whether the cluster uses a setting below `cluster`, or any setting of a section: `agents`, `proxy`. */
export function isUsed(key: string, config: RdeConfig): boolean {
  return providerFor(config).settings.some((one) => one === key || one.startsWith(`${key}.`))
}

/** The settings below `cluster` in which two configurations differ. */
export function changedSettings(before: RdeConfig, after: RdeConfig): NamedSetting[] {
  const [old, now] = [flatten(before.cluster), flatten(after.cluster)]
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => old.get(key) !== now.get(key))
  return keys.map((key) => ({key, typed: `cluster.${key}`}))
}

function isAttachment(key: string): boolean {
  return key === 'attached' || key.startsWith('attached.')
}

/** The values by their full keys: `agents`, `attached.push`. */
function flatten(settings: object, above = ''): Map<string, unknown> {
  const entries = Object.entries(settings as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return new Map(
    entries.flatMap(([name, value]): Array<[string, unknown]> => {
      const key = `${above}${name}`
      return typeof value === 'object' && value !== null ? [...flatten(value, `${key}.`)] : [[key, value]]
    }),
  )
}
