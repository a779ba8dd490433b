import {setTimeout as sleep} from 'node:timers/promises'

/** An editor writes a file in several goes, and a checkout many files at once. */
const quietMs = 150

/** Collects what changes until somebody takes it: a storm of saves, or all changes during a build, count as one. */
export class Changes {
  readonly #paths = new Set<string>()
  #wake = () => {}

  constructor(private readonly quiet = (signal: AbortSignal) => sleep(quietMs, undefined, {signal})) {}

  note(path: string): void {
    this.#paths.add(path)
    this.#wake()
  }

  /** Resolves with what has changed since the last call, once something has and nothing more does for a moment. */
  async next(signal: AbortSignal): Promise<string[]> {
    if (this.#paths.size === 0) await this.#noted(signal)
    for (let seen = -1; seen !== this.#paths.size;) {
      seen = this.#paths.size
      await this.quiet(signal)
    }
    const changed = [...this.#paths]
    this.#paths.clear()
    return changed
  }

  async #noted(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    let abort = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve
        abort = () => reject(signal.reason as Error)
        signal.addEventListener('abort', abort, {once: true})
      })
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}
