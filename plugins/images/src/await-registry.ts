import {setTimeout as sleep} from 'node:timers/promises'

import {RdeError} from '@rde/errors'
import {RegistryClient, type ClusterInventory, type Docker} from '@rde/toolchain'

interface Means {
  readonly docker: Docker
  readonly signal: AbortSignal
  report(line: string): void
}

/** How long a registry that was just started may take to answer. */
const patienceMs = 20_000

/**
 * The cluster's registry, answering. A container that was stopped is started; one that is gone is named, since a push would
 * end in a misleading "access denied".
 */
export async function awaitRegistry(
  {registries}: ClusterInventory,
  port: number,
  {docker, signal, report}: Means,
): Promise<RegistryClient> {
  const client = new RegistryClient(port, signal)
  const [container] = registries
  if (container?.state === 'running' && (await client.answers())) return client
  if (container === undefined) throw registryDown("The cluster's registry is gone: its container does not exist.")
  report(`${container.name} is ${container.state}: starting it`)
  await (container.state === 'paused' ? docker.unpause([container.name]) : docker.start([container.name]))
  for (const begin = performance.now(); performance.now() - begin < patienceMs;) {
    if (await client.answers()) return client
    await sleep(200, undefined, {signal})
  }
  const words = await docker.lastWords(container.name, 3).catch(() => [])
  throw registryDown([`The cluster's registry ${container.name} does not answer on port ${port}.`, ...words].join('\n'))
}

function registryDown(message: string): RdeError {
  return new RdeError(message, {
    code: 'RDE_REGISTRY_DOWN',
    remedies: [{what: 'Repair the cluster', command: 'rde cluster start'}],
    outcome: 'Nothing was changed; what runs goes on.',
  })
}
