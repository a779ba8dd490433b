import {connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders} from 'node:http2'
import type {Duplex} from 'node:stream'
import {buffer} from 'node:stream/consumers'

import {imageRequest, readRepoDigests} from './messages.js'

/** The runtime refused, or its answer was not one of a runtime. */
class CriError extends Error {
  override readonly name = 'CriError'
}

/** Recognises a CriError by its name: it may come from another copy of this package. */
export function isCriError(error: unknown): error is CriError {
  return error instanceof Error && error.name === 'CriError'
}

/** The images of a node's runtime, by the interface that its kubelet uses: gRPC, one call after another over one stream. */
export class CriImages {
  readonly #session: ClientHttp2Session
  readonly #stream: Duplex

  constructor(stream: Duplex) {
    this.#stream = stream
    // Before Node's own listener, which would go on writing to what has ended, and stumble over that.
    stream.once('end', () => this.#session.destroy(new CriError('the way to the runtime has ended')))
    this.#session = connect('http://localhost', {createConnection: () => stream})
    // Each call rejects by itself; an error event without a listener would end the process.
    this.#session.on('error', () => {})
  }

  /** Has the runtime fetch and unpack an image as it does for a pod: from the mirrors of its configuration first. */
  async pull(name: string): Promise<void> {
    await this.#call('PullImage', imageRequest(name), () => {})
  }

  /** By which digests (`docker.io/library/x@sha256:…`) the runtime knows the image of this name; none if it has none. */
  async repoDigests(name: string): Promise<string[]> {
    return this.#call('ImageStatus', imageRequest(name), readRepoDigests)
  }

  close(): void {
    this.#session.destroy()
    this.#stream.destroy()
  }

  async #call<Answer>(method: string, message: Buffer, read: (answer: Buffer) => Answer): Promise<Answer> {
    try {
      const call = this.#session.request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: `/runtime.v1.ImageService/${method}`,
        [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
        [constants.HTTP2_HEADER_TE]: 'trailers',
      })
      const status = statusOf(call)
      call.end(framed(message))
      const [body, {code, words}] = await Promise.all([buffer(call), status])
      if (code !== '0') throw new CriError(`${method}: ${words}`)
      return read(unframed(body))
    } catch (error) {
      throw isCriError(error) ? error : new CriError(`${method}: ${(error as Error).message}`)
    }
  }
}

/** gRPC tells how a call ended behind the answer, or at once where there is none. */
function statusOf(call: ClientHttp2Stream): Promise<{code: string; words: string}> {
  return new Promise((resolve, reject) => {
    const read = ({'grpc-status': code, 'grpc-message': words}: IncomingHttpHeaders) => {
      if (typeof code === 'string') resolve({code, words: String(words ?? code)})
    }
    call.once('response', read).once('trailers', read).once('error', reject)
    call.once('close', () => reject(new CriError('the runtime did not answer')))
  })
}

/** One byte that says "not compressed", the length in four, the message. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

function unframed(body: Buffer): Buffer {
  if (body.length < 5 || body.length !== 5 + body.readUInt32BE(1)) throw new CriError('the answer is cut off')
  return body.subarray(5)
}
