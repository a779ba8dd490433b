import type {ClusterPorts, DataDirectory, RdeConfig} from '@rde/config'
import type {Phase, Session, Tools} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import type {ClusterInventory} from '@rde/toolchain'

import type {ClusterObjects} from '../containers/docker-leftovers.js'
import type {ClusterStatus} from '../health/cluster-status.js'
import type {ClusterView} from '../install/cluster-view.js'

/** A kind of cluster: how to start, inspect, stop and delete it. */
export interface ClusterProvider {
  readonly name: 'k3d' | 'kubernetes'
  /** The phases of a start before config.json is written (`first`), and from then until nodes take pods (`nodes`). */
  phases(stack?: ChosenStack, view?: ClusterView): {readonly first: readonly Phase[]; readonly nodes: readonly Phase[]}
  /** The settings below `cluster` that it uses: `agents`, `attached.push`. Others have no effect and are rejected. */
  readonly settings: readonly string[]
  /** A clause about its nodes that explains why a setting has no effect. */
  readonly nodes: string
  status(session: Session, signal: AbortSignal): Promise<ClusterStatus>
  /** A summary for the list of all clusters. */
  summary(context: SummaryContext): Promise<ClusterSummary>
  stop(session: Session, options: StopOptions): Promise<StopResult>
  deleteQuestion(session: Session): Promise<string>
  delete(session: Session, options: DeleteOptions): Promise<DeleteResult>
}

export interface SummaryContext {
  /** The data directory of this cluster. */
  readonly data: DataDirectory
  /** The config.json of this cluster; undefined if it is missing or cannot be read. */
  readonly config: RdeConfig | undefined
  readonly tools: Tools
  /** What Docker has of this cluster, queried once for all clusters; undefined if Docker does not answer. */
  readonly inDocker:
    {readonly inventory: ClusterInventory | undefined; readonly createdAt: Date | undefined} | undefined
}

export interface ClusterSummary {
  /** `absent`: it has a config.json, but no containers. `unknown`: Docker, or its API server, does not answer. */
  readonly state: 'running' | 'stopped' | 'absent' | 'unknown'
  /** Ports on 127.0.0.1; undefined if it has none, or its config.json is missing. */
  readonly ports: ClusterPorts | undefined
  readonly createdAt: string | undefined
}

export interface StopOptions {
  readonly signal: AbortSignal
  readonly report: (line: string) => void
  /** Stops a cluster that was created from another data folder without asking. */
  readonly yes: boolean
}

export interface StopResult {
  readonly cluster: string
  readonly existed: boolean
  readonly stopped: readonly string[]
  /** Nodes that did not stop in time and were killed. */
  readonly killed: readonly string[]
}

export interface DeleteOptions {
  readonly keepCache: boolean
  readonly signal: AbortSignal
  readonly report: (line: string) => void
}

export interface DeleteResult {
  readonly cluster: string
  /** The removed objects in Docker. */
  readonly removed: ClusterObjects
  /** The components that were removed from an attached cluster, which itself stays. */
  readonly components?: readonly string[]
  /** The folder with config.json, if it existed. */
  readonly folder: string | undefined
  readonly kept: readonly string[]
  /** What could not be removed, each with the reason. */
  readonly left?: readonly string[]
}
