import {setTimeout as sleep} from 'node:timers/promises'

import type {PhaseContext} from '@rde/plugin-kit'
import {RegistryClient} from '@rde/images'

/**
 * Resolves with the cluster's registry when it answers. k3d makes its container first and starts it last, so it is started
 * here as soon as it exists: images travel while the nodes come up.
 */
export async function awaitRegistry({docker, identity, config, signal, report}: PhaseContext): Promise<RegistryClient> {
  const client = new RegistryClient(config().cluster.registryPort, signal)
  for (let told = false; !(await client.answers()); told = true) {
    if (!told) report('waiting for the registry')
    const [container] = await docker.containers(`name=^/?${identity.registry}$`)
    if (container?.state === 'created' || container?.state === 'exited') await docker.start([container.name])
    else await sleep(300, undefined, {signal})
  }
  return client
}
