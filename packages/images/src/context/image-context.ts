import type {ClusterIdentity, DataDirectory, RdeConfig} from '@rde/config'
import type {Container, Docker, Kubectl} from '@rde/toolchain'

import type {Registry} from '../registry/registry.js'

/** What image operations need. A phase context provides the first part. */
export interface ImageContext {
  readonly docker: Docker
  readonly kubectl: Kubectl
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  config(): RdeConfig
  updateConfig(change: (config: RdeConfig) => RdeConfig): Promise<RdeConfig>
  readonly signal: AbortSignal
  /** Reports progress. */
  report(line: string): void
  /** Prints a note that the user should see even without progress output. */
  note?(line: string): void

  readonly registry: Registry
  /** The containers of servers and agents, including stopped ones; empty if rde does not manage the nodes. */
  readonly nodes: readonly Container[]
}
