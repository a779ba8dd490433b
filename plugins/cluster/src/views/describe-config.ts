import type {ChangedSetting, Needs} from '../services/config/change-setting.js'
import type {ConfigDiff} from '../services/config/diff.js'

/** The output of `set` and `unset`, in one line. */
export function describeChange({key, before, after, changed}: ChangedSetting): string {
  if (!changed) return `${key} is ${inWords(after)}, as before.`
  const was = before === after ? '' : ` (was ${inWords(before)})`
  return `${key} is now ${inWords(after)}${was}.`
}

/** How to make a change take effect, if the user must do anything. */
export function describeNeeds({needs, recreate}: {needs: Needs; recreate: readonly string[]}): string | undefined {
  if (needs === 'start') return 'It takes effect with: rde cluster start'
  if (needs === 'nothing') return undefined
  const names = recreate.join(', ')
  return `The cluster keeps the old ${names}. To change it: rde cluster delete && rde cluster start`
}

/** A value as the user would type it. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return 'not set'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The output of `rde config diff`. */
export function describeDiff({settings, derived}: ConfigDiff): string {
  const chosen = settings.map(({key, value, default: defaultValue}) => [
    key,
    inWords(value),
    `(default: ${inWords(defaultValue)})`,
  ])
  const files = derived.map(({path, state}) => [path, state])
  const parts = [
    section('Settings that differ from the defaults:', chosen),
    section('Derived files that `rde cluster start` rewrites:', files),
  ]
  const found = parts.filter((part) => part !== '')
  return found.length > 0 ? found.join('\n\n') : 'Every setting has its default, and the derived files are up to date.'
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n')
}
