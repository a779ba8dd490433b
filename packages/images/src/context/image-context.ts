import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import type {Container, Docker, K3d, Kubectl} from '@rde/toolchain'

import type {Registry} from '../registry/registry.js'

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
  /** Shows what the user should know even where nobody watches. */
  note?(line: string): void

  readonly registry: Registry
  /** The containers of servers and agents, stopped ones too; none where the nodes are not ours. */
  readonly nodes: readonly Container[]
}
