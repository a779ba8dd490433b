import type {ClusterIdentity, RdeConfig} from '@rde/config'
import type {Docker} from '@rde/toolchain/docker/docker'

import {AttachedRegistry} from './attached-registry.js'
import {ClusterRegistry} from './cluster-registry.js'
import type {Registry} from './registry.js'

interface RegistryContext {
  readonly identity: Pick<ClusterIdentity, 'registry'>
  readonly docker: Docker
  config(): RdeConfig
  readonly signal?: AbortSignal
}

/** The registry of the cluster in config.json. Sends no requests. */
export function registryOf({identity, docker, config, signal}: RegistryContext): Registry {
  const {attached, registryPort} = config().cluster
  if (attached !== undefined) return new AttachedRegistry(attached, docker)
  return new ClusterRegistry(identity, registryPort, signal)
}
