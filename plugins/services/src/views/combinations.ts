import {table} from '@rde/plugin-kit'

import type {NextResult} from '../services/next.js'
import {combinationAt, placeOf} from '../versions/combinations.js'

/** Around the present one; a table of hundreds tells nobody anything. */
const mostRows = 20

/** The combinations in their order, and which of them runs. */
export function renderCombinations({
  axes,
  count,
  place,
  running,
}: Pick<NextResult, 'axes' | 'count' | 'place' | 'running'>): string {
  const runs = placeOf(axes, running)
  const first = Math.max(0, Math.min((place ?? runs ?? 0) - mostRows / 2, count - mostRows))
  const shown = Math.min(count - first, mostRows)
  const rows = Array.from({length: shown}, (_, index) => {
    const at = first + index
    const state = at === runs ? 'runs' : at === place ? 'chosen' : ''
    return [String(at + 1), ...Object.values(combinationAt(axes, at)), state]
  })
  const lines = [table(['', ...axes.map(({service}) => service.toUpperCase()), 'STATE'], rows)]
  if (shown < count) lines.push(`${count} combinations; ${first + 1} to ${first + shown} are shown.`)
  return lines.join('\n')
}
