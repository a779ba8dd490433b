import {setTimeout as sleep} from 'node:timers/promises'

/** Editors write a file in several steps, and a checkout writes many files at once. */
const quietMs = 150

/** Collects changes until `next` is called: many saves in a row, or all changes during a build, count as one. */
export class Changes {
  readonly #paths = new Set<string>()
  #wake = () => {}

  constructor(private readonly quiet = (signal: AbortSignal) => sleep(quietMs, undefined, {signal})) {}

  note(path: string): void {
    this.#paths.add(path)
    this.#wake()
  }

  /** Resolves with the changes since the last call, once there are some and no more arrive for a moment. */
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
