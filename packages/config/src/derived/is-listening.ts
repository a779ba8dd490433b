import {readFileSync} from 'node:fs'
import {connect} from 'node:net'

/** On the loopback a port that is not bound refuses at once; one that is slow is not ours to judge. */
const patienceMs = 300

/** Whether something listens where a kubeconfig leads to; a cluster on another machine is taken for listening. */
export async function isListening(kubeconfig: string): Promise<boolean> {
  const port = loopbackPort(kubeconfig)
  return port === undefined || !(await isRefused(port))
}

/** Undefined where there is none, and where the file cannot be read: the tool says why, in its own words. */
function loopbackPort(kubeconfig: string): number | undefined {
  try {
    const [, port] = /^\s*server: ["']?https:\/\/127\.0\.0\.1:(\d+)/m.exec(readFileSync(kubeconfig, 'utf8')) ?? []
    return port === undefined ? undefined : Number(port)
  } catch {
    return undefined
  }
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({host: '127.0.0.1', port, timeout: patienceMs})
    const end = (refused: boolean) => {
      socket.destroy()
      resolve(refused)
    }
    socket.once('connect', () => end(false)).once('timeout', () => end(false))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'))
  })
}
