import type {Snapshot} from './snapshot.js'

/** How long one snapshot serves all who ask. */
const freshMs = 700

/**
 * One snapshot for all phases that wait at the same time. Polled, since kubectl can watch one kind of object only, and a wait
 * on a condition would believe what the API still says of the time before a start.
 */
export class SnapshotLoop {
  #current: {at: number; snapshot: Promise<Snapshot>} | undefined

  constructor(private readonly take: () => Promise<Snapshot>) {}

  /** A snapshot that is not older than 0.7 s. */
  async now(): Promise<Snapshot> {
    const {at, snapshot} = this.#current ?? {at: -Infinity}
    if (snapshot !== undefined && performance.now() - at < freshMs) return snapshot
    const taken = this.take()
    this.#current = {at: performance.now(), snapshot: taken}
    // From the end on, not from the beginning: on a loaded machine the call itself takes long.
    const stillWanted = () => this.#current?.snapshot === taken
    taken.then(
      () => void (stillWanted() && (this.#current = {at: performance.now(), snapshot: taken})),
      () => void (stillWanted() && (this.#current = undefined)),
    )
    return taken
  }

  /** Takes a snapshot that somebody else just made. */
  offer(snapshot: Snapshot): void {
    this.#current = {at: performance.now(), snapshot: Promise.resolve(snapshot)}
  }

  /** Something was changed: what was seen before does not count. */
  expire(): void {
    this.#current = undefined
  }
}
