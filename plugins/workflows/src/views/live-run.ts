import {createLogUpdate} from 'log-update'

import type {RunEvent} from '@rde/workflow'

import {logPrefix} from './log-prefix.js'
import {printableEvent} from './printable-event.js'
import {RunMemory} from './run-memory.js'
import {stepRows} from './step-rows.js'

export interface RunView {
  show(event: RunEvent): void
  /** Stops drawing while `work` asks a question on the terminal. */
  standAside<Answer>(work: () => Promise<Answer>): Promise<Answer>
  /** Must be called before anything else is printed. */
  finish(): void
}

/** At most twenty frames a second, however much a run prints; the times of running steps change twice a second. */
const frameMs = 50
const idleMs = 500

/** The most log lines in one frame: no terminal scrolls faster, and nobody reads faster. */
const linesAFrame = 1_000

/** The steps as a list that is redrawn in place, with their output above it. */
export function liveRun(stream: NodeJS.WriteStream): RunView {
  const list = createLogUpdate(stream)
  const memory = new RunMemory()
  const lines = new LineBuffer(linesAFrame)
  let heading = ''
  let prefix = logPrefix({steps: [], coloured: false})
  let aside = false
  let drawnAt = 0
  let changed = false
  const draw = () => {
    if (heading === '' || aside) return
    const now = Date.now()
    const screen = {columns: stream.columns || 80, rows: stream.rows || 24, unicode: hasUnicode(), now}
    if (!lines.isEmpty) {
      list.clear()
      stream.write(lines.take())
    }
    list([heading, ...stepRows(memory.steps, screen)].join('\n'))
    drawnAt = now
    changed = false
  }
  const timer = setInterval(() => {
    if (changed || Date.now() - drawnAt >= idleMs) draw()
  }, frameMs).unref()
  const show = (event: RunEvent) => {
    const shown = printableEvent(event)
    memory.take(shown)
    changed = true
    if (shown.type === 'run-started') {
      heading = `Run ${shown.run}`
      prefix = logPrefix({steps: shown.steps, coloured: stream.hasColors?.() ?? false})
      draw()
    }
    if (shown.type === 'log') lines.add(`${prefix(shown.step)}${shown.line}`)
    if (shown.type === 'notice') lines.add(shown.step === undefined ? shown.message : `${shown.step}: ${shown.message}`)
  }
  return {
    show,
    /** Events in the meantime are shown afterwards. */
    async standAside(work) {
      draw()
      list.clear()
      aside = true
      try {
        return await work()
      } finally {
        aside = false
        draw()
      }
    },
    finish() {
      clearInterval(timer)
      draw()
      list.done()
    },
  }
}

/** The lines for the next frame. If there are too many: only the last ones, with a note. */
class LineBuffer {
  #lines: string[] = []
  #dropped = 0

  constructor(private readonly most: number) {}

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length < 2 * this.most) return
    this.#dropped += this.most
    this.#lines = this.#lines.slice(this.most)
  }

  take(): string {
    const over = Math.max(0, this.#lines.length - this.most)
    const dropped = this.#dropped + over
    const note = dropped === 0 ? [] : [`… (${dropped} lines are in the log only)`]
    const text = [...note, ...this.#lines.slice(over)].map((line) => `${line}\n`).join('')
    this.#lines = []
    this.#dropped = 0
    return text
  }
}

function hasUnicode(): boolean {
  const {TERM, LC_ALL, LC_CTYPE, LANG} = process.env
  return TERM !== 'linux' && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
