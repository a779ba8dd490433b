import {readFileSync} from 'node:fs'
import {createServer as createHttp, type IncomingMessage, type ServerResponse} from 'node:http'
import {createServer as createHttps} from 'node:https'
import {connect, type AddressInfo, type Socket} from 'node:net'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface FileServer {
  /** `http://127.0.0.1:4711` */
  readonly address: string
  /** The requests, in order: `GET /k3d bytes=5-`. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** A test server on a free port. It uses the answers one after another, and repeats the last one. */
export async function serve(...answers: readonly Answer[]): Promise<FileServer> {
  const requests: string[] = []
  const server = createHttp((request, response) => {
    requests.push([request.method, request.url, request.headers.range].filter(Boolean).join(' '))
    const answer = answers[Math.min(requests.length, answers.length) - 1]
    answer?.(request, response)
  })
  return listening(server, 'http', requests)
}

/** The same with an untrusted certificate. */
export async function serveUntrusted(answer: Answer): Promise<FileServer> {
  const pem = readFileSync(new URL('untrusted-server.pem', import.meta.url))
  return listening(createHttps({key: pem, cert: pem}, answer), 'https', [])
}

/** A proxy that opens tunnels and records their targets. */
export async function serveProxy(): Promise<FileServer> {
  const requests: string[] = []
  const server = createHttp((_, response) => response.writeHead(405).end())
  server.on('connect', ({url = ''}: IncomingMessage, client: Socket) => {
    requests.push(`CONNECT ${url}`)
    const {hostname, port} = new URL(`http://${url}`)
    // Example names resolve to the test server.
    const upstream = connect(Number(port) || 80, hostname.endsWith('.example') ? '127.0.0.1' : hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.pipe(client).pipe(upstream)
    })
    for (const socket of [client, upstream])
      socket.on('error', () => [client, upstream].forEach((one) => one.destroy()))
  })
  return listening(server, 'http', requests)
}

/** Serves the whole content, or the requested range. */
export const file =
  (content: Buffer): Answer =>
  ({headers: {range}}, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
    if (range && start >= content.length) return void response.writeHead(416).end()
    response.writeHead(range ? 206 : 200, {'content-length': content.length - start}).end(content.subarray(start))
  }

/** Serves the whole content, ignoring ranges. */
export const wholeFile =
  (content: Buffer): Answer =>
  (_, response) =>
    response.writeHead(200, {'content-length': content.length}).end(content)

/** Announces the full length and closes the connection after some bytes. */
export const truncated =
  (content: Buffer, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, {'content-length': content.length})
    response.write(content.subarray(0, bytes), () => setImmediate(() => response.destroy()))
  }

/** Sends some bytes and then keeps the connection open without data. */
export const stalled =
  (content: Buffer, bytes: number): Answer =>
  (_, response) => {
    response.writeHead(200, {'content-length': content.length}).write(content.subarray(0, bytes))
  }

export const redirect =
  (to: string): Answer =>
  (_, response) =>
    response.writeHead(302, {location: to}).end()

export const page: Answer = (_, response) =>
  response.writeHead(200, {'content-type': 'text/html; charset=utf-8'}).end('<html>Please sign in</html>')

export const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end()

async function listening(server: ReturnType<typeof createHttp>, scheme: string, requests: string[]) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    address: `${scheme}://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
