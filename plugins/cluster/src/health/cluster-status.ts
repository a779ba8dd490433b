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
  /** How nodes reach registries outside, without its password; undefined where they need none. */
  readonly proxy: string | undefined
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

/** What is not known, or not there. */
export const nothingKnown = {
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

/** Why the API server gave no snapshot: silence is not a refusal. */
export function whyNot(error: unknown): string {
  if (isUnreachable(error)) return 'the API server does not answer'
  if (!isProcessError(error)) throw error
  const words = error.stderr.trim().split('\n').at(-1)
  return isRefused(error) ? `the API server refuses the kubeconfig: ${words}` : `the API server answers: ${words}`
}

export function oldestNode({nodes}: Snapshot): string | undefined {
  return nodes.flatMap(({metadata}) => metadata.creationTimestamp ?? []).sort()[0]
}

export async function newestRuns({kubectl}: Tools): Promise<RunStatus[]> {
  const runs = await new RunStore(kubectl).list()
  return runs.slice(0, 3).map(({reference, state, createdAt}) => ({reference, state, createdAt}))
}
