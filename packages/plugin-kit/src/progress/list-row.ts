import {stripVTControlCharacters} from 'node:util'

import {formatDuration} from '@rde/time'

/** The content of a phase's row, without the symbol that listr2 puts before it. */
export interface RowText {
  readonly title: string
  readonly titleWidth: number
  readonly detail: string
  /** Milliseconds; undefined while there is nothing to count. */
  readonly tookMs: number | undefined
}

/** In a wide terminal the seconds stay near the text, which is easier to read. */
const widest = 100
/** The symbol and its space, and the columns that listr2 keeps free at the end. */
const reservedColumns = 6

/** `Machine            Docker 28.2, k3d 5.9.0                    0.4 s`: one line that fits into the terminal. */
export function rowText({title, titleWidth, detail, tookMs}: RowText, columns: number): string {
  const time = tookMs === undefined ? '' : formatDuration(tookMs)
  const room = Math.max(
    0,
    Math.min(columns, widest) - reservedColumns - titleWidth - 2 - (time === '' ? 0 : time.length + 2),
  )
  const shown = fit(oneLine(detail), room)
  const before = `${title.padEnd(titleWidth)}  `
  return `${before}${time === '' ? shown : `${shown.padEnd(room)}  ${time}`}`.trimEnd()
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1)).trimEnd()}…`.slice(0, width)
}

/** A line of progress may come from a tool. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
}
