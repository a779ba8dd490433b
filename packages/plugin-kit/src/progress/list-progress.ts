import {isRdeError} from '@rde/errors'

import type {Phase} from '../phase.js'
import type {PhaseObserver} from '../run-phases.js'
import {listRow, type Look, type RowState} from './list-row.js'

/** What of a terminal's stream is used. */
export interface Terminal {
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  write(text: string): unknown
}

export interface ListOptions {
  readonly terminal: Terminal
  readonly look: Look
  readonly now?: () => number
}

export type ListProgress = PhaseObserver & {
  /** Prints a line above the list. */
  say(line: string): void
  finished(): Promise<void>
}

const redrawMs = 200

/** A list that is redrawn in place, one row a phase. The cursor stays below it and visible, however rde ends. */
export function listProgress(phases: readonly Phase[], {terminal, look, now = Date.now}: ListOptions): ListProgress {
  const titleWidth = Math.max(...phases.map(({title}) => title.length))
  const began = new Map<string, number>()
  const states = new Map<string, RowState>(phases.map(({id}) => [id, {kind: 'waiting'}]))
  let drawn = 0
  const draw = (above = '') => {
    const {columns = 80, rows = 24} = terminal
    const shown = phases.map(({id, title}) =>
      listRow({title, titleWidth, state: states.get(id)!, now: now()}, {columns, look}),
    )
    // What has scrolled out of the window cannot be redrawn.
    const visible = shown.slice(-Math.max(1, rows - 2))
    const up = drawn > 0 ? `\u001B[${drawn}A` : ''
    terminal.write(`${up}\r\u001B[J${above}${visible.map((line) => `${line}\n`).join('')}`)
    drawn = visible.length
  }
  const turn = ({id}: Phase, state: RowState) => {
    timer ??= setInterval(() => draw(), redrawMs).unref()
    states.set(id, state)
    draw()
  }
  // Nothing is drawn before something happens: a start that is refused at once shows no list.
  let timer: NodeJS.Timeout | undefined
  return {
    started(phase) {
      began.set(phase.id, now())
      turn(phase, {kind: 'running', since: now(), detail: ''})
    },
    reported: (phase, detail) => turn(phase, {kind: 'running', since: began.get(phase.id) ?? now(), detail}),
    ended: (phase, {detail, startedMs, endedMs}) => turn(phase, {kind: 'done', detail, tookMs: endedMs - startedMs}),
    failed: (phase, {error, aborted}) =>
      turn(phase, aborted ? {kind: 'aborted'} : {kind: 'failed', detail: why(error)}),
    say: (line) => draw(`${line}\n`),
    async finished() {
      if (timer === undefined) return
      clearInterval(timer)
      for (const [id, {kind}] of states) if (kind === 'waiting') states.set(id, {kind: 'aborted'})
      draw()
      terminal.write('\n')
    },
  }
}

/** The whole error is printed below the list: here its first line is enough. */
function why(error: unknown): string {
  if (isRdeError(error)) return error.message.split('\n')[0] ?? ''
  return error instanceof Error && error.name === 'ProcessError' ? 'a tool failed' : 'failed'
}
