export interface LogSource {
  /** Prints lines until the containers end; with `fromNow` only new lines. */
  follow(options: {readonly fromNow: boolean; readonly signal: AbortSignal}): Promise<unknown>
  note(line: string): void
}

/** Follows the logs of the running pods, and starts over after a rollout has replaced them. */
export class FollowedLogs {
  #current: AbortController | undefined

  constructor(private readonly source: LogSource) {}

  /** Shows new pods from their start, and older pods from now on. */
  show({replaced}: {readonly replaced: boolean}): void {
    if (!replaced && this.#current !== undefined) return
    this.end()
    const {signal} = (this.#current = new AbortController())
    this.source.follow({fromNow: !replaced, signal}).catch((error: Error) => {
      if (!signal.aborted) this.source.note(`No log is shown until the next round: ${error.message}`)
    })
  }

  end(): void {
    this.#current?.abort()
  }
}
