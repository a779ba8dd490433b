import {readFileSync} from 'node:fs'
import {connect} from 'node:net'

import type {RdeConfig} from '@rde/config'
import {asTyped} from '@rde/errors/as-typed'

/** On the loopback a port that is not bound refuses at once; one that is slow is not ours to judge. */
const patienceMs = 300

/** A line to print before a tool runs on a cluster that does not: undefined where something listens at its address. */
export async function stoppedNotice(kubeconfig: string, config: string): Promise<string | undefined> {
  const [, port] = /^\s*server: ["']?https:\/\/127\.0\.0\.1:(\d+)/m.exec(readFileSync(kubeconfig, 'utf8')) ?? []
  if (port === undefined || !(await isRefused(Number(port)))) return undefined
  const context = attachedContext(config)
  if (context !== undefined) return `rde: nothing listens at the address of the context ${context}.`
  return `rde: the cluster is stopped. Start it: ${asTyped('rde cluster start')}`
}

/** Of a cluster that is not ours to start. */
function attachedContext(config: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(config, 'utf8')) as Partial<RdeConfig>).cluster?.attached?.context
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
