import {connect, constants, type ClientHttp2Session, type ClientHttp2Stream, type IncomingHttpHeaders} from 'node:http2'
import type {Duplex} from 'node:stream'
import {buffer} from 'node:stream/consumers'

import {imageRequest, readRepoDigests} from './messages.js'

/** The runtime refused a call, or its answer was invalid. */
class CriError extends Error {
  override readonly name = 'CriError'
}

/** Recognises a CriError by name: it may come from another copy of this package. */
export function isCriError(error: unknown): error is CriError {
  return error instanceof Error && error.name === 'CriError'
}

/** The images of a node's runtime, through the interface of its kubelet: sequential gRPC calls over one stream. */
export class CriImages {
  readonly #session: ClientHttp2Session
  readonly #stream: Duplex

  constructor(stream: Duplex) {
    this.#stream = stream
    // Runs before Node's own listener, which would write to the ended stream and fail.
    stream.once('end', () => this.#session.destroy(new CriError('the connection to the runtime has ended')))
    this.#session = connect('http://localhost', {createConnection: () => stream})
    // Each call rejects by itself; an error event without a listener would end the process.
    this.#session.on('error', () => {})
  }

  /** Makes the runtime pull and unpack an image as it does for a pod: from its configured mirrors first. */
  async pull(name: string): Promise<void> {
    await this.#call('PullImage', imageRequest(name), () => {})
  }

  /** The names by digest (`docker.io/library/x@sha256:…`) of the image; empty if the runtime does not have it. */
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
      const [body, {code, message: reason}] = await Promise.all([buffer(call), status])
      if (code !== '0') throw new CriError(`${method}: ${reason}`)
      return read(unframed(body))
    } catch (error) {
      throw isCriError(error) ? error : new CriError(`${method}: ${(error as Error).message}`)
    }
  }
}

/** The status of a gRPC call, which follows the answer, or comes at once if there is none. */
function statusOf(call: ClientHttp2Stream): Promise<{code: string; message: string}> {
  return new Promise((resolve, reject) => {
    const read = ({'grpc-status': code, 'grpc-message': message}: IncomingHttpHeaders) => {
      if (typeof code === 'string') resolve({code, message: String(message ?? code)})
    }
    call.once('response', read).once('trailers', read).once('error', reject)
    call.once('close', () => reject(new CriError('the runtime did not answer')))
  })
}

/** The gRPC frame: one byte (0: not compressed), the length in four bytes, the message. */
function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

function unframed(body: Buffer): Buffer {
  if (body.length < 5 || body.length !== 5 + body.readUInt32BE(1)) throw new CriError('the answer is cut off')
  return body.subarray(5)
}
