import type {RdeConfig} from '@rde/config'
import type {Tools} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {isRefused, isUnreachable, type ClusterOwner, type Finding, type Snapshot} from '@rde/toolchain'
import {RunStore, type RunSummary} from '@rde/workflow/engine'

import type {ComponentStatus} from './component-status.js'
import type {Judgement} from './verdict.js'

export interface NodeStatus {
  readonly name: string
  readonly role: string
  /** The state of its container, as reported by Docker. */
  readonly state: string
  /** Undefined if the API server did not answer. */
  readonly ready: boolean | undefined
}

export type RunStatus = Pick<RunSummary, 'reference' | 'state' | 'createdAt'>

export interface ClusterStatus extends Judgement {
  readonly cluster: string
  readonly profile: RdeConfig['stack']['profile'] | undefined
  /** Who created the cluster, if it was created from another data folder. */
  readonly owner: ClusterOwner | undefined
  /** When the server node was created. */
  readonly createdAt: string | undefined
  readonly addresses: {readonly api: string; readonly http: string} | undefined
  readonly nodes: readonly NodeStatus[]
  readonly kubernetes: string | undefined
  readonly registry: {readonly address: string; readonly state: string} | undefined
  /** The proxy of the nodes for outside registries, without its password; undefined if there is none. */
  readonly proxy: string | undefined
  /** The installed components of the stack; empty if the API server did not answer. */
  readonly components: readonly ComponentStatus[]
  /** The imported images, with their digests in the cluster. */
  readonly images: readonly Pick<RdeConfig['images'][number], 'reference' | 'digest' | 'importedAt'>[]
  /** The newest runs; empty if relay-core is not installed. */
  readonly runs: readonly RunStatus[]
  /** The disk where Docker keeps its data. */
  readonly disk: Pick<Finding, 'status' | 'detail'> | undefined
  /** Why config.json cannot be read, if it cannot. */
  readonly configProblem: string | undefined
}

/** The fields of a status of which nothing is known. */
export const emptyStatus = {
  ...{
    owner: undefined,
    profile: undefined,
    createdAt: undefined,
    addresses: undefined,
    kubernetes: undefined,
    registry: undefined,
    proxy: undefined,
  },
  ...{nodes: [], components: [], images: [], runs: [], disk: undefined, configProblem: undefined},
}

/** Describes why there is no snapshot: the API server does not answer, refuses access or reports an error. */
export function describeApiError(error: unknown): string {
  if (isUnreachable(error)) return 'the API server does not answer'
  if (!isProcessError(error)) throw error
  const reason = error.stderr.trim().split('\n').at(-1)
  return isRefused(error) ? `the API server refuses the kubeconfig: ${reason}` : `the API server answers: ${reason}`
}

export function oldestNode({nodes}: Snapshot): string | undefined {
  return nodes.flatMap(({metadata}) => metadata.creationTimestamp ?? []).sort()[0]
}

export async function newestRuns({kubectl}: Tools): Promise<RunStatus[]> {
  const runs = await new RunStore(kubectl).list()
  return runs.slice(0, 3).map(({reference, state, createdAt}) => ({reference, state, createdAt}))
}
