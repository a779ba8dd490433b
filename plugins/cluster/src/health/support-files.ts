import {maskSecrets} from '@rde/config'
import type {DoctorContext, SupportFiles} from '@rde/plugin-kit'
import {clusterInventory} from '@rde/toolchain'

import {findLogSources} from '../services/find-log-sources.js'
import {clusterStatus} from '../services/status.js'

const lines = 500

/** The files for a bug report about the cluster. Never reads an object that holds secrets. */
export async function supportFiles({session, config, signal}: DoctorContext): Promise<SupportFiles> {
  const {kubectl, docker} = session.tools({signal})
  const readers: Record<string, () => Promise<string>> = {
    'cluster/status.json': async () => json(await clusterStatus(session, signal)),
    'cluster/config.json': async () => json(config && maskSecrets(config)),
    'cluster/containers.json': async () => json(await clusterInventory(docker, {...session, config})),
    'cluster/nodes.txt': () => kubectl.run('describe', 'nodes'),
    'cluster/pods.txt': () => kubectl.run('get', 'pods', '--all-namespaces', '--output', 'wide'),
    'cluster/events.txt': () => kubectl.run('get', 'events', '--all-namespaces', '--sort-by=.lastTimestamp'),
    'cluster/runs.txt': () => kubectl.run('get', 'runs.relay.sh,pipelineruns,taskruns', '--all-namespaces'),
  }
  const entries = Object.entries(readers)
  const files = await Promise.all(entries.map(async ([name, read]) => [name, await textOf(read)] as const))
  return {...Object.fromEntries(files), ...(await logs(session, signal))}
}

async function logs(session: DoctorContext['session'], signal: AbortSignal): Promise<SupportFiles> {
  const sources = await findLogSources(session, signal).catch(() => [])
  const files = await Promise.all(
    sources.map(async ({label, read}) => {
      const text: string[] = []
      const reading = async () => {
        await read({follow: false, tail: lines, signal}, (line) => text.push(line))
        return text.join('\n')
      }
      return [`logs/${label.replaceAll('/', '.')}.txt`, await textOf(reading)] as const
    }),
  )
  return Object.fromEntries(files)
}

/** A file that cannot be read has the reason as its text. */
async function textOf(read: () => Promise<string>): Promise<string> {
  return read().catch((error: Error) => `not available: ${error.message}`)
}

function json(value: unknown): string {
  return `${JSON.stringify(value ?? null, undefined, 2)}\n`
}
