import {performServerHandshake, type ServerHttp2Stream} from 'node:http2'
import type {Duplex} from 'node:stream'
import {buffer} from 'node:stream/consumers'

/** One call and its result, recorded from containerd 1.6.20 on its socket in a node. */
export interface RecordedCall {
  readonly method: 'PullImage' | 'ImageStatus'
  readonly image: string
  /** With the five-byte gRPC header, in base64. */
  readonly answer: string
  readonly status: string
  readonly message: string
}

const hello = 'docker.io/rde-record/hello:1'
const absent = 'docker.io/rde-record/absent:1'
const ok = {status: '0', message: ''}

export const helloDigest = 'sha256:bb04b42e67a80fd8d85a4a76676445e02c73e4ddb8fd2a14721bd6044c362207'

export const recordedCalls = {
  pull: {
    ...{method: 'PullImage', image: hello, ...ok},
    answer: 'AAAAAEkKR3NoYTI1Njo4ZTU0ZjQ0MDc2NTBmOTQ0MTA3ZDhhYjgyMGQxYjc0MWJhMWE3MDdkNWNmOTkzNjU3ZTY3MjQzOTdlMTBlOTA1',
  },
  held: {
    ...{method: 'ImageStatus', image: hello, ...ok},
    answer:
      'AAAAANMK0AEKR3NoYTI1Njo4ZTU0ZjQ0MDc2NTBmOTQ0MTA3ZDhhYjgyMGQxYjc0MWJhMWE3MDdkNWNmOTkzNjU3ZTY3MjQzOTdlMTBlOTA1Ehxkb2NrZXIuaW8vcmRlLXJlY29yZC9oZWxsbzoxGmJkb2NrZXIuaW8vcmRlLXJlY29yZC9oZWxsb0BzaGEyNTY6YmIwNGI0MmU2N2E4MGZkOGQ4NWE0YTc2Njc2NDQ1ZTAyYzczZTRkZGI4ZmQyYTE0NzIxYmQ2MDQ0YzM2MjIwNyCPqIIB',
  },
  notHeld: {...{method: 'ImageStatus', image: absent, ...ok}, answer: 'AAAAAAA='},
  refused: {
    ...{method: 'PullImage', image: absent, answer: '', status: '2'},
    message:
      'failed to pull and unpack image "docker.io/rde-record/absent:1": failed to resolve reference "docker.io/rde-record/absent:1": failed to do request: Head "https://registry-1.docker.io/v2/rde-record/absent/manifests/1": dial tcp: lookup registry-1.docker.io on 172.26.0.1:53: no such host',
  },
} satisfies Record<string, RecordedCall>

/** For tests: a runtime that answers these calls in this order, and closes the connection on any other call. */
export function recordedRuntime(...calls: readonly RecordedCall[]): (stream: Duplex) => void {
  const waiting = [...calls]
  return (stream) => {
    const session = performServerHandshake(stream)
    session.on('error', () => {})
    session.on('stream', (call, headers) => {
      const expected = waiting.shift()
      buffer(call)
        .then((asked) => {
          const matches = headers[':path'] === `/runtime.v1.ImageService/${expected?.method}` && asks(asked, expected!)
          if (matches) answer(call, expected!)
          else session.destroy()
        })
        .catch(() => session.destroy())
    })
  }
}

/** Assumes that the lengths fit in one byte, which they do for these names. */
function asks(asked: Buffer, {image}: RecordedCall): boolean {
  const spec = Buffer.from(image)
  const lengths = [0x0a, spec.length + 2, 0x0a, spec.length]
  return asked.equals(Buffer.concat([Buffer.from([0, 0, 0, 0, spec.length + 4, ...lengths]), spec]))
}

function answer(call: ServerHttp2Stream, {answer: body, status, message}: RecordedCall): void {
  const trailers = {'grpc-status': status, 'grpc-message': message}
  const head = {':status': 200, 'content-type': 'application/grpc'}
  if (body === '') {
    call.respond({...head, ...trailers}, {endStream: true})
    return
  }
  call.respond(head, {waitForTrailers: true})
  call.once('wantTrailers', () => call.sendTrailers(trailers))
  call.end(Buffer.from(body, 'base64'))
}
