import {readFileSync} from 'node:fs'
import {connect} from 'node:net'

/** On the loopback, an unbound port refuses at once. A slow one counts as listening. */
const timeoutMs = 300

/** Whether something listens at a kubeconfig's server. True for a server on another machine. */
export async function isListening(kubeconfig: string): Promise<boolean> {
  const port = loopbackPort(kubeconfig)
  return port === undefined || !(await isRefused(port))
}

/** Undefined if there is none, or if the file cannot be read: then the tool prints the reason itself. */
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
    const socket = connect({host: '127.0.0.1', port, timeout: timeoutMs})
    const end = (refused: boolean) => {
      socket.destroy()
      resolve(refused)
    }
    socket.once('connect', () => end(false)).once('timeout', () => end(false))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'))
  })
}
