import {formatDuration} from '@rde/plugin-kit'
import type {StepPhase} from '@rde/workflow'

import type {StepMemory} from './run-memory.js'
import {stepWords} from './step-words.js'

const symbols: Readonly<Record<StepPhase, readonly [string, string]>> = {
  waiting: ['○', '.'],
  running: ['●', '*'],
  succeeded: ['✔', 'v'],
  failed: ['✖', 'x'],
  skipped: ['–', '-'],
}

export interface Screen {
  readonly columns: number
  readonly rows: number
  /** Whether symbols beyond ASCII can be shown. */
  readonly unicode: boolean
  readonly now: number
}

/** One row per step, cut to the width. If not all fit on the screen, running steps come first. */
export function stepRows(steps: readonly StepMemory[], screen: Screen): string[] {
  const width = Math.max(0, ...steps.map(({event}) => event.step.length))
  const room = Math.max(1, screen.rows - 4)
  const shown = steps.length <= room ? steps : [...steps].sort(underWayFirst).slice(0, room)
  const rows = shown.map((step) => row(step, width, screen))
  return shown.length < steps.length ? [...rows, `  and ${steps.length - shown.length} more`] : rows
}

function row({event, lines}: StepMemory, width: number, {columns, unicode, now}: Screen): string {
  const {step, phase, startedAt} = event
  const symbol = symbols[phase][unicode ? 0 : 1]
  const running = phase === 'running' && startedAt !== undefined
  const words = running ? `running ${formatDuration(Math.max(0, now - Date.parse(startedAt)))}` : stepWords(event)
  const last = phase === 'running' && lines.length > 0 ? `   ${unicode ? '│' : '|'} ${lines.at(-1)}` : ''
  const text = `  ${symbol} ${step.padEnd(width)}  ${words}${last}`
  return text.length < columns ? text : `${text.slice(0, Math.max(1, columns - 2))}…`
}

function underWayFirst(one: StepMemory, other: StepMemory): number {
  const order: readonly StepPhase[] = ['running', 'failed', 'waiting', 'succeeded', 'skipped']
  return order.indexOf(one.event.phase) - order.indexOf(other.event.phase)
}
