import {table} from '@rde/plugin-kit'

import type {NextResult} from '../services/next.js'
import {combinationAt, combinationIndex} from '../versions/combinations.js'

/** Only this many rows around the current one: a table of hundreds is useless. */
const maxRows = 20

/** Renders the combinations in order, and marks the running one. */
export function renderCombinations({
  axes,
  count,
  place,
  running,
}: Pick<NextResult, 'axes' | 'count' | 'place' | 'running'>): string {
  const runs = combinationIndex(axes, running)
  const first = Math.max(0, Math.min((place ?? runs ?? 0) - maxRows / 2, count - maxRows))
  const shown = Math.min(count - first, maxRows)
  const rows = Array.from({length: shown}, (_, row) => {
    const index = first + row
    const state = index === runs ? 'runs' : index === place ? 'chosen' : ''
    return [String(index + 1), ...Object.values(combinationAt(axes, index)), state]
  })
  const lines = [table(['', ...axes.map(({service}) => service.toUpperCase()), 'STATE'], rows)]
  if (shown < count) lines.push(`${count} combinations; ${first + 1} to ${first + shown} are shown.`)
  return lines.join('\n')
}
