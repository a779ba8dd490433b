import {stripVTControlCharacters} from 'node:util'

import {createLogUpdate} from 'log-update'

import type {RunEvent} from '@rde/workflow/events'

import {logPrefix} from './log-prefix.js'
import {RunMemory} from './run-memory.js'
import {stepRows} from './step-rows.js'

export interface LiveRun {
  tell(event: RunEvent): void
  /** Leaves the terminal to a question; what happens meanwhile is shown afterwards. */
  standAside<Answer>(work: () => Promise<Answer>): Promise<Answer>
  finish(): void
}

const redrawEveryMs = 500

/** The steps as a list that is redrawn in place; what they print runs by above it. */
export function liveRun(stream: NodeJS.WriteStream): LiveRun {
  const list = createLogUpdate(stream)
  const memory = new RunMemory()
  let heading = ''
  let prefix = logPrefix({steps: [], coloured: false})
  let missed: RunEvent[] | undefined
  const draw = () => {
    if (heading === '' || missed !== undefined) return
    const screen = {columns: stream.columns || 80, rows: stream.rows || 24, unicode: hasUnicode(), now: Date.now()}
    list([heading, ...stepRows(memory.steps, screen)].join('\n'))
  }
  const above = (line: string) => {
    list.clear()
    stream.write(`${line}\n`)
  }
  const timer = setInterval(draw, redrawEveryMs).unref()
  const tell = (event: RunEvent) => {
    if (missed !== undefined) return void missed.push(event)
    memory.take(event)
    if (event.type === 'run-started') {
      heading = `Run ${event.run}`
      prefix = logPrefix({steps: event.steps, coloured: stream.hasColors?.() ?? false})
    }
    // A step may print what moves the cursor.
    if (event.type === 'log') above(`${prefix(event.step)}${stripVTControlCharacters(event.line).replaceAll('\r', '')}`)
    if (event.type === 'notice') above(event.step === undefined ? event.message : `${event.step}: ${event.message}`)
    draw()
  }
  return {
    tell,
    async standAside(work) {
      list.clear()
      missed = []
      try {
        return await work()
      } finally {
        const events = missed
        missed = undefined
        events.forEach(tell)
      }
    },
    finish() {
      clearInterval(timer)
      list.done()
    },
  }
}

function hasUnicode(): boolean {
  const {TERM, LC_ALL, LC_CTYPE, LANG} = process.env
  return TERM !== 'linux' && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
