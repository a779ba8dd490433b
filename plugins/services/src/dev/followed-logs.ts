export interface LogSource {
  /** Prints new lines until the containers end, those of before as well unless `fromNow`. */
  follow(options: {readonly fromNow: boolean; readonly signal: AbortSignal}): Promise<unknown>
  note(line: string): void
}

/** The logs of what runs now: begun anew once a rollout has replaced it. */
export class FollowedLogs {
  #current: AbortController | undefined

  constructor(private readonly source: LogSource) {}

  /** New pods are shown from their start, those that ran before from now on. */
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
