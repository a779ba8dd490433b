import type {ServerResponse} from 'node:http'

/** Often enough that a connection that is gone shows within a quarter of a minute. */
const heartbeatMs = 15_000

/** A stream of server-sent events to one page. */
export class EventStream {
  readonly #closed = new AbortController()

  constructor(
    private readonly response: ServerResponse,
    private readonly mask: <Value>(value: Value) => Value,
  ) {
    response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8'})
    // Until something is written the page does not know that it is connected.
    response.write('retry: 1000\n\n')
    const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs)
    response.on('close', () => {
      clearInterval(heartbeat)
      this.#closed.abort()
    })
  }

  /** Aborted when the page is gone. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  /** The page does not read as fast as it is written to. */
  get isFull(): boolean {
    return this.response.writableNeedDrain
  }

  /** The page gives the last `id` back when it connects again. */
  send(message: object, id?: string): void {
    if (this.closed.aborted) return
    const head = id === undefined ? '' : `id: ${id}\n`
    this.response.write(`${head}data: ${JSON.stringify(this.mask(message))}\n\n`)
  }

  end(): void {
    this.response.end()
  }
}
