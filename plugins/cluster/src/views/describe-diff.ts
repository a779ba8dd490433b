import type {ConfigDiff} from '../services/config/diff.js'
import {inWords} from './describe-change.js'

/** What `rde config diff` prints. */
export function describeDiff({settings, derived}: ConfigDiff): string {
  const chosen = settings.map(({key, value, default: usual}) => [key, inWords(value), `(default: ${inWords(usual)})`])
  const files = derived.map(({path, state}) => [path, state])
  const parts = [
    section('Settings that differ from the defaults:', chosen),
    section('Derived files that `rde cluster start` puts right:', files),
  ]
  const found = parts.filter((part) => part !== '')
  return found.length > 0 ? found.join('\n\n') : 'Every setting has its default, and the derived files are in line.'
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return [title, ...lines.map((line) => `  ${line.trimEnd()}`)].join('\n')
}
