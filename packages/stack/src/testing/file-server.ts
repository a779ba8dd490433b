import {createServer, type RequestListener, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

/** For tests: an HTTP server on the loopback interface. */
export class FileServer {
  /** The requested URLs, in order. */
  readonly asked: string[] = []
  readonly #server: Server

  constructor(answer: RequestListener) {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '')
      answer(request, response)
    })
  }

  /** Answers every path with this text. */
  static of(text: string): FileServer {
    return new FileServer((_, response) => void response.end(text))
  }

  /** Resolves with the address. Uses any free port unless one is given. */
  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
