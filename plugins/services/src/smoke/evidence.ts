import {readdir, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {makeFolder, privateMode} from '@rde/config/files/make-folder'
import type {Service, Session} from '@rde/plugin-kit'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {serviceContainers} from '../services/service-containers.js'
import type {CombinationResult} from './state.js'

/** The maximum number of evidence folders: a test that runs all day must not fill the disk. */
const maxFolders = 20
/** The maximum number of lines of each log, the newest. */
export const maxLines = 2_000

/** A run that did not pass, with its output. */
export interface FailedRun {
  readonly name: string
  readonly lines: readonly string[]
  /** The name of the Run in the cluster, if one was created. */
  readonly object: string | undefined
}

export interface EvidenceOptions {
  /** Folder of all evidence. */
  readonly folder: string
  readonly services: readonly Service[]
  readonly runs: readonly FailedRun[]
  readonly signal: AbortSignal
}

/** Saves evidence of a failed combination: logs, events, pods and the records of its runs. Returns the folder. */
export async function keepEvidence(
  session: Session,
  result: CombinationResult,
  {folder: all, services, runs, signal}: EvidenceOptions,
): Promise<string> {
  const folder = join(all, folderName(result))
  makeFolder(folder, privateMode)
  const {kubectl} = session.tools({signal})
  const keep = async (name: string, read: () => Promise<string>) => {
    const text = await read().catch((error: Error) => `not available: ${error.message}`)
    signal.throwIfAborted()
    await writeFile(join(folder, name), session.secrets.mask(text), {mode: 0o600})
  }
  await keep('result.json', async () => `${JSON.stringify(result, undefined, 2)}\n`)
  await keep('events.txt', () => kubectl.run('get', 'events', '--all-namespaces', '--sort-by=.lastTimestamp'))
  await keep('pods.txt', () => kubectl.run('get', 'pods', '--all-namespaces', '--output=wide'))
  for (const service of services) await keep(`${service.name}.log`, () => serviceLog(session, service, signal))
  for (const {name, lines, object} of runs) {
    await keep(`${name}.log`, async () => `${lines.slice(-maxLines).join('\n')}\n`)
    const record = ['get', 'runs.relay.sh', object ?? '', '--namespace', tenantsNamespace, '--output=yaml']
    if (object !== undefined) await keep(`${name}.run.yaml`, () => kubectl.run(...record))
  }
  await sweep(all)
  return folder
}

/** A folder name that sorts by time and names the combination. */
function folderName({startedAt, combination}: CombinationResult): string {
  const time = startedAt.replace(/[-:]|\.\d+/g, '')
  return [time, ...Object.values(combination)]
    .join('_')
    .replace(/[^\w.-]+/g, '-')
    .slice(0, 120)
}

async function serviceLog(session: Session, service: Service, signal: AbortSignal): Promise<string> {
  const {kubectl} = session.tools({signal})
  const lines: string[] = []
  for (const container of await serviceContainers(session, [service], signal)) {
    lines.push(`== ${container.pod} ${container.container}`)
    const options = {...container, follow: false, tail: maxLines, signal}
    await kubectl
      .logs(options, (line) => void lines.push(line))
      .catch((error: Error) => void lines.push(`not available: ${error.message}`))
  }
  return `${lines.join('\n')}\n`
}

async function sweep(all: string): Promise<void> {
  const folders = (await readdir(all)).sort()
  for (const name of folders.slice(0, -maxFolders)) await rm(join(all, name), {recursive: true, force: true})
}
