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
  /** Waits for the requests in progress, except incomplete ones, then closes every connection. */
  close(): Promise<void>
}

/** Serves HTTP on this machine only. Rejects with EADDRINUSE if the port is taken. */
export async function listen({port = 0, respond}: ListenOptions): Promise<LoopbackServer> {
  const inProgress = new Map<IncomingMessage, Promise<void>>()
  const server = createServer((request, response) => {
    const served = respond(request, response)
    inProgress.set(request, served)
    void served.finally(() => inProgress.delete(request))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      for (const request of inProgress.keys()) if (!request.complete) request.destroy()
      await Promise.allSettled(inProgress.values())
      server.closeAllConnections()
    },
  }
}
