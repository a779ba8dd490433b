import type {Failure} from '../api.js'
import {failureOf} from '../server/refusal.js'
import type {RunModel} from './run-model.js'

/** Reads a run: resolves once there is something to show, and continues until the signal or the end of the run. */
export type ReadRun = (run: string, signal: AbortSignal) => Promise<Reading>

export interface Reading {
  readonly model: RunModel
  /** Settles when the model contains everything that was recorded before. */
  readonly caughtUp: Promise<void>
  /** Settles when there will be no more events. */
  readonly ended: Promise<void>
}

/** How long a run stays open after the last page has left, so that a reload still finds it. */
const graceMs = 20_000

interface OpenRun {
  readonly reading: Promise<Reading>
  readonly stop: AbortController
  users: number
  release: NodeJS.Timeout | undefined
}

/** The runs that are open in pages; each is read once, however many pages show it. */
export class OpenRuns {
  readonly #open = new Map<string, OpenRun>()

  constructor(private readonly read: ReadRun) {}

  /** Resolves with the run, which is read until every caller has called `leave`. */
  async enter(run: string): Promise<{model: RunModel; leave: () => void; failed: Promise<Failure | undefined>}> {
    const open = this.#open.get(run) ?? this.#begin(run)
    open.users += 1
    clearTimeout(open.release)
    const leave = () => {
      open.users -= 1
      if (open.users === 0) open.release = setTimeout(() => this.#end(run), graceMs).unref()
    }
    try {
      const {model, ended, caughtUp} = await open.reading
      await caughtUp
      const failed = ended.then(
        () => undefined,
        (error: unknown) => (open.stop.signal.aborted ? undefined : failureOf(error)),
      )
      return {model, leave, failed}
    } catch (error) {
      // The next request tries again.
      this.#end(run)
      throw error
    }
  }

  close(): void {
    for (const run of this.#open.keys()) this.#end(run)
  }

  #begin(run: string): OpenRun {
    const stop = new AbortController()
    const reading = this.read(run, stop.signal)
    const open: OpenRun = {reading, stop, users: 0, release: undefined}
    this.#open.set(run, open)
    // A failed reading is restarted by the next page.
    reading.then(({ended}) => ended).catch(() => this.#open.get(run) === open && this.#open.delete(run))
    return open
  }

  #end(run: string): void {
    const open = this.#open.get(run)
    clearTimeout(open?.release)
    open?.stop.abort()
    this.#open.delete(run)
  }
}
