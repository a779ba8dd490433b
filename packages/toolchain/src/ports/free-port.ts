import {once} from 'node:events'
import {createServer} from 'node:net'

/** Whether a program can listen on that port of 127.0.0.1 now; checked by listening for a moment. */
export async function isPortFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen({port, host: '127.0.0.1', exclusive: true})
    await once(server, 'listening')
  } catch (error) {
    // Docker may be able to open a port below 1024 that rde may not.
    return (error as NodeJS.ErrnoException).code !== 'EADDRINUSE'
  }
  server.close()
  await once(server, 'close')
  return true
}

const lastPort = 65_535

/** The first free port of 127.0.0.1 from `from` on that is not in `except`; undefined if there is none. */
export async function nextFreePort(from: number, except: ReadonlySet<number> = new Set()): Promise<number | undefined> {
  for (let port = from; port <= lastPort; port += 1) {
    if (!except.has(port) && (await isPortFree(port))) return port
  }
  return undefined
}
