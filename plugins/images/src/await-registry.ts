import {setTimeout as sleep} from 'node:timers/promises'

import {RdeError} from '@rde/errors'
import {RegistryClient} from '@rde/images/registry/registry-client'
import type {Container, Docker} from '@rde/toolchain'

interface Means {
  readonly docker: Docker
  readonly signal: AbortSignal
  report(line: string): void
  /** How long one that was just started may take to answer. */
  readonly patienceMs?: number
}

/**
 * The cluster's registry, answering. A container that was stopped is started; one that does not answer is named, since a
 * push would end in a misleading "access denied".
 */
export async function awaitRegistry(
  container: Container,
  port: number,
  {docker, signal, report, patienceMs = 20_000}: Means,
): Promise<RegistryClient> {
  const client = new RegistryClient(port, signal)
  if (container.state === 'running' && (await client.answers())) return client
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
