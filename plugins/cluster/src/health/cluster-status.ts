import type {RdeConfig} from '@rde/config'
import type {ClusterOwner, Finding} from '@rde/toolchain'
import type {RunSummary} from '@rde/workflow/engine'

import type {ComponentStatus} from './component-status.js'
import type {Judgement} from './verdict.js'

export interface NodeStatus {
  readonly name: string
  readonly role: string
  /** Of its container, as Docker says. */
  readonly state: string
  /** Undefined where the API server was not there to say. */
  readonly ready: boolean | undefined
}

export type RunStatus = Pick<RunSummary, 'reference' | 'state' | 'createdAt'>

export interface ClusterStatus extends Judgement {
  readonly cluster: string
  readonly profile: RdeConfig['stack']['profile'] | undefined
  /** Who created the cluster, if that was from another data folder. */
  readonly owner: ClusterOwner | undefined
  /** When the server node was made. */
  readonly createdAt: string | undefined
  readonly addresses: {readonly api: string; readonly http: string} | undefined
  readonly nodes: readonly NodeStatus[]
  readonly kubernetes: string | undefined
  readonly registry: {readonly address: string; readonly state: string} | undefined
  /** The components of the stack that were installed; none where the API server was not there to say. */
  readonly components: readonly ComponentStatus[]
  /** What was brought into the cluster, by its digest there. */
  readonly images: readonly Pick<RdeConfig['images'][number], 'reference' | 'digest' | 'importedAt'>[]
  /** The newest runs; none where relay-core is not installed. */
  readonly runs: readonly RunStatus[]
  /** Where Docker keeps its data. */
  readonly disk: Pick<Finding, 'status' | 'detail'> | undefined
  /** Why config.json cannot be read, if it cannot. */
  readonly configProblem: string | undefined
}
