import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import type {Container, Docker, K3d, Kubectl} from '@rde/toolchain'

import type {ClusterRegistry} from './registry/cluster-registry.js'

/** What work on images takes. The context of a phase has the first part of it. */
export interface ImageContext {
  readonly docker: Docker
  readonly k3d: K3d
  readonly kubectl: Kubectl
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
  readonly signal: AbortSignal
  /** Shows what is being done or waited for. */
  report(line: string): void

  readonly registry: ClusterRegistry
  /** False where the container of the registry is gone: then k3d carries images to the nodes. */
  readonly hasRegistry: boolean
  /** Servers and agents, stopped ones too. */
  readonly nodes: readonly Container[]
}
