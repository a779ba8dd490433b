import type {ServerResponse} from 'node:http'

/** A lost connection is detected within 15 seconds. */
const heartbeatMs = 15_000

/** A stream of server-sent events to one page. */
export class EventStream {
  readonly #closed = new AbortController()

  constructor(
    private readonly response: ServerResponse,
    private readonly mask: <Value>(value: Value) => Value,
  ) {
    response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8'})
    // The page does not know that it is connected until something is written.
    response.write('retry: 1000\n\n')
    const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs)
    response.on('close', () => {
      clearInterval(heartbeat)
      this.#closed.abort()
    })
  }

  /** Aborted when the page disconnects. */
  get closed(): AbortSignal {
    return this.#closed.signal
  }

  /** The page reads more slowly than the server writes. */
  get isFull(): boolean {
    return this.response.writableNeedDrain
  }

  /** The page sends the last `id` back when it reconnects. */
  send(message: object, id?: string): void {
    if (this.closed.aborted) return
    const head = id === undefined ? '' : `id: ${id}\n`
    this.response.write(`${head}data: ${JSON.stringify(this.mask(message))}\n\n`)
  }

  end(): void {
    this.response.end()
  }
}
