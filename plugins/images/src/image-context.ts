import type {ClusterIdentity} from '@rde/config'
import type {ConfigHolder, Session, Tools, ToolOptions} from '@rde/plugin-kit'
import type {RegistryClient} from '@rde/images'
import type {Container} from '@rde/toolchain'

import type {Foreknown} from './foreknown.js'

/** What the work on images has at hand while it holds the cluster. */
export interface ImageContext extends Pick<Tools, 'docker' | 'k3d' | 'kubectl'>, ConfigHolder {
  readonly session: Session
  readonly identity: ClusterIdentity
  /** Told of the programs that run; needed where more tools are made. */
  readonly children: NonNullable<ToolOptions['children']>
  /** What Docker has already said. */
  readonly foreknown: Pick<Foreknown, 'engine' | 'images'>
  /** Servers and agents, those that stand still as well. */
  readonly nodes: readonly Container[]
  /** Undefined where the cluster has none any more. */
  readonly registry: RegistryClient | undefined
  readonly signal: AbortSignal
  /** Shows what is being done or waited for. */
  report(line: string): void
}
