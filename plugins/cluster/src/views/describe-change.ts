import type {ChangedSetting, Needs} from '../services/config/change-setting.js'

/** The answer of `set` and `unset` in one line. */
export function describeChange({key, before, after, changed}: ChangedSetting): string {
  if (!changed) return `${key} is ${inWords(after)}, as before.`
  const was = before === after ? '' : ` (was ${inWords(before)})`
  return `${key} is now ${inWords(after)}${was}.`
}

/** What the user has to do for a change to take effect, if anything. */
export function describeNeeds({needs, recreate}: {needs: Needs; recreate: readonly string[]}): string | undefined {
  if (needs === 'start') return 'It takes effect with: rde cluster start'
  if (needs === 'nothing') return undefined
  const names = recreate.join(', ')
  return `The cluster keeps the old ${names} until it is made anew: rde cluster delete && rde cluster start`
}

/** A value as one would type it. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
