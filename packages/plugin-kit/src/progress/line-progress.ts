import {asTypedIn, printable} from '@rde/errors'
import {formatDuration} from '@rde/time'

export interface LineProgress {
  /** Shows what is being done or waited for. */
  report(line: string): void
  /** Shows a line that matters even when nobody watches. */
  note(line: string): void
}

interface Pausable {
  /** Nothing is being done now: do not repeat the last line. */
  rest(): void
}

interface ProgressOptions {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}

/** The progress of a single-step command: lines on standard error; only notes if a program reads the answer. */
export function lineProgress({quiet, verbose, json}: ProgressOptions): LineProgress & Pausable {
  const write = (line: string) => void process.stderr.write(`${asTypedIn(printable(line))}\n`)
  const silent = () => {}
  if (quiet) return {report: silent, note: silent, rest: silent}
  if (json) return {report: silent, note: write, rest: silent}
  const lines = new TimedLines(write, {patienceMs: verbose || process.stderr.isTTY ? 0 : 2_000})
  setInterval(() => lines.tick(), 1_000).unref()
  return {report: (line) => lines.report(line), note: write, rest: () => lines.rest()}
}

interface LineOptions {
  /** Work that ends within this time shows no lines. */
  readonly patienceMs: number
  readonly now?: () => number
}

const heartbeatMs = 15_000

/** Lines with the seconds since the start. The last one is repeated while nothing else happens, to show that rde is alive. */
export class TimedLines {
  readonly #now: () => number
  readonly #begin: number
  #last: {line: string; shownAt: number | undefined} | undefined

  constructor(
    private readonly write: (line: string) => void,
    private readonly options: LineOptions,
  ) {
    this.#now = options.now ?? performance.now.bind(performance)
    this.#begin = this.#now()
  }

  report(line: string): void {
    this.#last = {line, shownAt: undefined}
    if (this.#now() - this.#begin >= this.options.patienceMs) this.#show(line)
  }

  /** Stops repeating the last line. */
  rest(): void {
    this.#last = undefined
  }

  /** Call it about once a second. */
  tick(): void {
    if (this.#last === undefined) return
    const {line, shownAt} = this.#last
    const now = this.#now()
    if (shownAt === undefined ? now - this.#begin >= this.options.patienceMs : now - shownAt >= heartbeatMs)
      this.#show(line)
  }

  #show(line: string): void {
    const now = this.#now()
    this.write(`${formatDuration(now - this.#begin).padStart(8)}  ${line}`)
    this.#last = {line, shownAt: now}
  }
}
