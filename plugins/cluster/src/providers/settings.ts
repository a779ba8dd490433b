import type {RdeConfig} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'

import {providerFor} from './provider-of.js'

export interface SettingsContext {
  readonly config: RdeConfig
  /** Of the cluster. */
  readonly name: string
}

/** A setting below `cluster`, and how the user named it: a flag, or its key. */
export interface NamedSetting {
  readonly key: string
  readonly typed: string
}

/** Throws RDE_SETTING_UNUSED (exit 2) where this cluster does not follow one of these: nothing later would say so. */
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

/** Which of these settings this cluster does not follow, and why; undefined where it follows all. */
export function explainUnused(settings: readonly NamedSetting[], {config, name}: SettingsContext): string | undefined {
  const {nodes} = providerFor(config)
  const unused = settings.filter(({key}) => !isFollowed(key, config))
  if (unused.length === 0) return undefined
  const keys = unused.map(({typed}) => typed).join(', ')
  // Which cluster it is: changed here, the kubeconfig would still be that of another one.
  if (unused.every(({key}) => isAttachment(key))) return `${keys} is for \`rde cluster attach\` to write.`
  return `${keys} ${unused.length === 1 ? 'has' : 'have'} no effect on the cluster ${name}: ${nodes}.`
}

/** Whether the cluster follows a setting below `cluster`, or one of a section: `agents`, `proxy`. */
export function isFollowed(key: string, config: RdeConfig): boolean {
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

/** By their keys: `agents`, `attached.push`. */
function flatten(settings: object, above = ''): Map<string, unknown> {
  const entries = Object.entries(settings as Record<string, unknown>).filter(([, value]) => value !== undefined)
  return new Map(
    entries.flatMap(([name, value]): Array<[string, unknown]> => {
      const key = `${above}${name}`
      return typeof value === 'object' && value !== null ? [...flatten(value, `${key}.`)] : [[key, value]]
    }),
  )
}
