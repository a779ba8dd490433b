import {RdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'
import type {Container, Docker} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import {registryOf} from './registry-of.js'
import type {Registry} from './registry.js'

interface RegistryOptions {
  /** The registry's container, if already known. */
  readonly container?: Container
  /** The time limit; only the signal limits it unless given. */
  readonly timeoutMs?: number
}

/**
 * Waits until the cluster's registry answers: otherwise a push would fail with a misleading "access denied". Starts its
 * container if it is not running, as while k3d creates a cluster, so that images are pushed while the nodes start.
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
  const isStopped = container !== undefined && container.state !== 'running'
  if (!isStopped && (await registry.answers())) return registry
  let known = container
  const check = async () => {
    const found = known ?? (await docker.containers(`name=^/?${identity.registry}$`))[0]
    known = undefined
    await wake(found, docker).catch((error: unknown) => {
      // While k3d creates a cluster, Docker briefly lists a container that it cannot yet find by name.
      if (!isProcessError(error) || !error.message.includes('No such container')) throw error
    })
    return (await registry.answers()) ? {done: registry} : {missing: 'waiting for the registry'}
  }
  return waitFor(check, {
    ...{signal, report, timeoutMs, pauseMs: 200},
    async onTimeout() {
      const lines = await docker.lastLogLines(identity.registry, 3).catch(() => [])
      const message = `The cluster's registry ${identity.registry} does not answer on port ${registryPort}.`
      return registryDown([message, ...lines].join('\n'))
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
