import {defaultConfig, readConfig, type RdeConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {ClusterRegistry} from '@rde/images'
import {type Helm} from '@rde/toolchain'

import {kubernetesVersion} from './component-images.js'
import {loadStack, type LoadedStack} from './load-stack.js'
import type {SourceMeans} from './resolve-source.js'
import {SourceCache} from './source-cache.js'

/** A stack with all that is needed to render it. */
export interface StackSession extends LoadedStack {
  readonly config: RdeConfig
  readonly means: SourceMeans
  readonly helm: Helm
  /** The cluster's registry as pods name it. */
  readonly registry: string
  readonly kubeVersion: string | undefined
}

/** Opens the stack that a command is about: of `choice`, else of config.json, else rde's own. No cluster is needed. */
export async function openStack(
  session: Session,
  {choice, signal}: {choice?: string | undefined; signal: AbortSignal},
): Promise<StackSession> {
  const {data, identity} = session
  const config = (await readConfig(data)) ?? defaultConfig(identity)
  const {stack, place} = await loadStack({choice, config})
  const {helm} = session.tools({signal})
  const means = {place, helm, cache: new SourceCache(data.downloads), limits: {signal}}
  return {
    ...{stack, place, config, means, helm},
    registry: new ClusterRegistry(identity, config.cluster.registryPort).host,
    kubeVersion: kubernetesVersion(config.cluster.k3sImage),
  }
}
