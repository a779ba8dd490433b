import {once} from 'node:events'
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

export interface ListenOptions {
  /** Any free port unless given. */
  readonly port?: number
  /** Must not reject. */
  readonly respond: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

export interface LoopbackServer {
  readonly server: Server
  /** `127.0.0.1:39923` */
  readonly host: string
  /** Waits for the requests in progress, then closes every connection. */
  close(): Promise<void>
}

/** Serves HTTP on this machine only. Rejects with EADDRINUSE where the port is taken. */
export async function listen({port = 0, respond}: ListenOptions): Promise<LoopbackServer> {
  const inProgress = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const served = respond(request, response)
    inProgress.add(served)
    void served.finally(() => inProgress.delete(served))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      await Promise.allSettled(inProgress)
      server.closeAllConnections()
    },
  }
}
