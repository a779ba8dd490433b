import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'
import type {Container, Docker} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import {registryOf} from './registry-of.js'
import type {Registry} from './registry.js'

interface RegistryOptions {
  /** The registry's container, where it is known already. */
  readonly container?: Container
  /** How long it may take to answer; as long as the signal lets it unless given. */
  readonly timeoutMs?: number
}

/**
 * The cluster's registry, answering: a push to one that does not would end in a misleading "access denied". Its container is
 * started if it stands still, as it does while k3d creates a cluster, so that images travel while the nodes come up.
 */
export async function awaitRegistry(
  {
    docker,
    identity,
    config,
    signal,
    report,
  }: Pick<ImageContext, 'docker' | 'identity' | 'config' | 'signal' | 'report'>,
  {container, timeoutMs = Infinity}: RegistryOptions = {},
): Promise<Registry> {
  const {registryPort} = config().cluster
  const registry = registryOf({identity, docker, config, signal})
  const stands = container !== undefined && container.state !== 'running'
  if (!stands && (await registry.answers())) return registry
  let known = container
  const look = async () => {
    const found = known ?? (await docker.containers(`name=^/?${identity.registry}$`))[0]
    known = undefined
    await wake(found, docker).catch((error: unknown) => {
      // While k3d creates a cluster, Docker lists a container for a moment before it knows it by its name.
      if (!isProcessError(error) || !error.message.includes('No such container')) throw error
    })
    return (await registry.answers()) ? {done: registry} : {missing: 'waiting for the registry'}
  }
  return waitFor(look, {
    ...{signal, report, timeoutMs, pauseMs: 200},
    async onTimeout() {
      const words = await docker.lastWords(identity.registry, 3).catch(() => [])
      const message = `The cluster's registry ${identity.registry} does not answer on port ${registryPort}.`
      return registryDown([message, ...words].join('\n'))
    },
  })
}

async function wake(container: Container | undefined, docker: Docker): Promise<void> {
  if (container?.state === 'paused') await docker.unpause([container.name])
  if (container?.state === 'created' || container?.state === 'exited') await docker.start([container.name])
}

function registryDown(message: string): RdeError {
  return new RdeError(message, {
    code: 'RDE_REGISTRY_DOWN',
    remedies: [{what: 'Repair the cluster', command: 'rde cluster start'}],
    outcome: 'Nothing was changed.',
  })
}
