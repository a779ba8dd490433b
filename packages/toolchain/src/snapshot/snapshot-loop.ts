import type {Snapshot} from './snapshot.js'

/** How long one snapshot is shared. */
const freshMs = 700

/**
 * Shares one snapshot between all phases that wait at the same time. Polls, since kubectl can watch only one kind of
 * object, and a wait on a condition would accept stale API state from before a start.
 */
export class SnapshotLoop {
  #current: {at: number; snapshot: Promise<Snapshot>} | undefined

  constructor(private readonly take: () => Promise<Snapshot>) {}

  /** A snapshot that is at most 0.7 s old. */
  async now(): Promise<Snapshot> {
    const {at, snapshot} = this.#current ?? {at: -Infinity}
    if (snapshot !== undefined && performance.now() - at < freshMs) return snapshot
    const taken = this.take()
    this.#current = {at: performance.now(), snapshot: taken}
    // The age counts from the end of the call, which takes long on a loaded machine.
    const stillWanted = () => this.#current?.snapshot === taken
    taken.then(
      () => void (stillWanted() && (this.#current = {at: performance.now(), snapshot: taken})),
      () => void (stillWanted() && (this.#current = undefined)),
    )
    return taken
  }

  /** Stores a snapshot that the caller just took. */
  offer(snapshot: Snapshot): void {
    this.#current = {at: performance.now(), snapshot: Promise.resolve(snapshot)}
  }

  /** Discards the current snapshot after a change to the cluster. */
  expire(): void {
    this.#current = undefined
  }
}
