import type {ClusterPorts, DataDirectory, RdeConfig} from '@rde/config'
import type {Phase, Session, Tools} from '@rde/plugin-kit'
import type {ChosenStack} from '@rde/stack'
import type {ClusterInventory} from '@rde/toolchain'

import type {ClusterObjects} from '../containers/docker-leftovers.js'
import type {ClusterStatus} from '../health/cluster-status.js'
import type {ClusterView} from '../install/cluster-view.js'

/** A way to have a cluster: what it takes to bring it up, to look at it, and to be rid of it. */
export interface ClusterProvider {
  readonly name: 'k3d' | 'kubernetes'
  /** What a start does before config.json is written, and after that until nodes take pods. */
  phases(stack?: ChosenStack, view?: ClusterView): {readonly first: readonly Phase[]; readonly nodes: readonly Phase[]}
  /** The settings below `cluster` that it follows: `agents`, `attached.push`. Others would have no effect, and are refused. */
  readonly settings: readonly string[]
  /** What its nodes are, as a sentence says it. */
  readonly nodes: string
  status(session: Session, signal: AbortSignal): Promise<ClusterStatus>
  /** In short, for the list of all clusters. */
  summary(context: SummaryContext): Promise<ClusterSummary>
  stop(session: Session, options: StopOptions): Promise<StopResult>
  deleteQuestion(session: Session): Promise<string>
  delete(session: Session, options: DeleteOptions): Promise<DeleteResult>
}

export interface SummaryContext {
  /** Of this cluster, as `config`; undefined where its config.json is not here, or cannot be read. */
  readonly data: DataDirectory
  readonly config: RdeConfig | undefined
  readonly tools: Tools
  /** What Docker has of it, asked for all clusters at once; undefined where Docker does not answer. */
  readonly inDocker:
    {readonly inventory: ClusterInventory | undefined; readonly createdAt: Date | undefined} | undefined
}

export interface ClusterSummary {
  /** `absent`: it has a config.json, but no containers. `unknown`: Docker, or its API server, does not answer. */
  readonly state: 'running' | 'stopped' | 'absent' | 'unknown'
  /** Of 127.0.0.1; undefined where it has none, or its config.json is not here. */
  readonly ports: ClusterPorts | undefined
  readonly createdAt: string | undefined
}

export interface StopOptions {
  readonly signal: AbortSignal
  readonly report: (line: string) => void
  /** Stops a cluster that was created from elsewhere without a question. */
  readonly yes: boolean
}

export interface StopResult {
  readonly cluster: string
  readonly existed: boolean
  readonly stopped: readonly string[]
  /** Nodes that did not end in time and had to be killed. */
  readonly killed: readonly string[]
}

export interface DeleteOptions {
  readonly keepCache: boolean
  readonly signal: AbortSignal
  readonly report: (line: string) => void
}

export interface DeleteResult {
  readonly cluster: string
  /** In Docker. */
  readonly removed: ClusterObjects
  /** What rde had installed in a cluster that stays. */
  readonly components?: readonly string[]
  /** The folder with config.json, if it was there. */
  readonly folder: string | undefined
  readonly kept: readonly string[]
  /** What should be gone and is not, each with the reason. */
  readonly left?: readonly string[]
}
