import {stripVTControlCharacters} from 'node:util'

import {formatDuration} from '../duration.js'

export type RowState =
  | {readonly kind: 'waiting'}
  | {readonly kind: 'running'; readonly since: number; readonly detail: string}
  | {readonly kind: 'done'; readonly detail: string; readonly tookMs: number}
  | {readonly kind: 'failed'; readonly detail: string}
  | {readonly kind: 'aborted'}

/** What the terminal can show. */
export interface Look {
  readonly colour: boolean
  readonly unicode: boolean
}

export interface Row {
  readonly title: string
  readonly titleWidth: number
  readonly state: RowState
  readonly now: number
}

export interface RowPlace {
  readonly columns: number
  readonly look: Look
}

type Kind = RowState['kind']

const symbols: Readonly<Record<Kind, {readonly unicode: string; readonly ascii: string}>> = {
  waiting: {unicode: '○', ascii: '.'},
  running: {unicode: '●', ascii: '*'},
  done: {unicode: '✔', ascii: '+'},
  failed: {unicode: '✖', ascii: 'x'},
  aborted: {unicode: '–', ascii: '-'},
}
/** Of ECMA-48: dim, yellow, green, red. */
const colours: Readonly<Record<Kind, number>> = {waiting: 2, running: 33, done: 32, failed: 31, aborted: 2}

/** A list in a wide terminal is read more easily when the seconds are not at its far end. */
const widest = 100

/** `  Machine            ✔ Docker 28.2, k3d 5.9.0                    0.4 s`: one line, never wider than the terminal. */
export function listRow({title, titleWidth, state, now}: Row, {columns, look}: RowPlace): string {
  const symbol = symbols[state.kind][look.unicode ? 'unicode' : 'ascii']
  const coloured = look.colour ? `\u001B[${colours[state.kind]}m${symbol}\u001B[0m` : symbol
  const time = timeOf(state, now)
  // A terminal goes to the next line when its last column is written.
  const room = Math.min(columns - 1, widest) - titleWidth - 6 - (time === '' ? 0 : time.length + 2)
  const detail = fit(oneLine(detailOf(state)), Math.max(0, room), look)
  const before = `  ${title.padEnd(titleWidth)}  ${coloured} `
  return `${before}${time === '' ? detail : `${detail.padEnd(Math.max(0, room))}  ${time}`}`.trimEnd()
}

function detailOf(state: RowState): string {
  if ('detail' in state) return state.detail
  return state.kind === 'aborted' ? 'not done' : ''
}

function timeOf(state: RowState, now: number): string {
  if (state.kind === 'done') return formatDuration(state.tookMs).padStart(7)
  if (state.kind === 'running') return `${Math.floor((now - state.since) / 1_000)} s`.padStart(7)
  return ''
}

function fit(text: string, width: number, {unicode}: Look): string {
  const ellipsis = unicode ? '…' : '...'
  return text.length <= width
    ? text
    : `${text.slice(0, Math.max(0, width - ellipsis.length)).trimEnd()}${ellipsis}`.slice(0, width)
}

/** A line of progress may come from a tool. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ').trim()
}
