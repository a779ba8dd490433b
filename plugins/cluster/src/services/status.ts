import {stat} from 'node:fs/promises'

import type {RdeConfig} from '@rde/config'
import {exitCodes, isRdeError, nameCluster, type RdeError} from '@rde/errors'
import type {Session, Tools} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {
  diskFinding,
  isRefused,
  isUnreachable,
  takeInventory,
  type ClusterInventory,
  type ClusterOwner,
  type EngineInfo,
  type Finding,
  type Snapshot,
} from '@rde/toolchain'
import {RunStore} from '@rde/workflow/engine'
import type {RunSummary} from '@rde/workflow/engine'

import {describeOwner, foreignOwner} from '../containers/cluster-owner.js'
import {apiReadiness, snapshotCluster, type ApiReadiness} from '../health/api-readiness.js'
import {askStack, type StackHealth} from '../health/ask-stack.js'
import type {ComponentStatus} from '../health/component-status.js'
import {nodeProblems} from '../health/node-readiness.js'
import type {HealthProblem} from '../health/health-problem.js'
import {judge, type Judgement} from '../health/verdict.js'
import {workloadProblems} from '../health/workload-problems.js'
import {learnSecrets} from '../learn-secrets.js'
import {requireTools} from '../require-tools.js'

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

/**
 * Asks Docker and the API server how the cluster is. Changes nothing, takes no lock, and works without config.json. Where
 * Docker does not answer the verdict is `unknown`.
 */
export async function clusterStatus(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const engine = requireTools(session, ['docker'], signal)
  engine.catch(() => {})
  try {
    const status = await askEverything(session, engine, signal).catch(async (error: unknown) => {
      // Why the engine cannot be used says more than what came of using it.
      await engine
      throw error
    })
    return withNamedCluster(status)
  } catch (error) {
    if (isRdeError(error) && error.oclif.exit === exitCodes.toolUnavailable)
      return withNamedCluster(unknown(session.identity.name, error))
    throw error
  }
}

/** Scripts run these commands as well. */
function withNamedCluster({repairs, repair, ...status}: ClusterStatus): ClusterStatus {
  return {...status, repairs: repairs.map((one) => nameCluster(one)), repair: repair && nameCluster(repair)}
}

const nothing = {
  ...{
    owner: undefined,
    profile: undefined,
    createdAt: undefined,
    addresses: undefined,
    kubernetes: undefined,
    registry: undefined,
  },
  ...{nodes: [], components: [], images: [], runs: [], disk: undefined, configProblem: undefined},
}

function unknown(cluster: string, {message, remedies}: RdeError): ClusterStatus {
  const repair = remedies[0]?.command
  const repairs = repair === undefined ? [] : [repair]
  return {...nothing, cluster, verdict: 'unknown', problems: [message], repairs, repair}
}

async function askEverything(
  session: Session,
  engine: Promise<EngineInfo>,
  signal: AbortSignal,
): Promise<ClusterStatus> {
  const {identity, data} = session
  const tools = session.tools({signal})
  const config = await learnSecrets(session)
  const [inventory, createUnderWay] = await Promise.all([
    takeInventory(tools.docker, identity),
    stat(data.createMarker).then(Boolean, () => false),
  ])
  const readable = config instanceof Error ? undefined : config
  const serverRuns = inventory.servers.some(({state}) => state === 'running')
  const reachable = serverRuns && config !== undefined
  const [asked, disk] = await Promise.all([
    reachable ? askApi(tools, inventory) : {},
    engine.then((info) => diskFinding(info)),
  ])
  const {api, apiProblem, stack, problems = [], createdAt}: Asked = asked
  const components = stack?.components ?? []
  const owner = foreignOwner(inventory, data)
  const agents = readable?.cluster.agents
  const further = inventory.containers.length === 0 ? [] : [...problems, ...diskProblem(disk)]
  return {
    cluster: identity.name,
    ...judge({
      ...{inventory, api, apiProblem, components, further, agents, createUnderWay},
      configLost: config === undefined,
      otherOwner: owner && describeOwner(owner),
    }),
    owner,
    profile: readable?.stack.profile,
    createdAt,
    addresses: addressesOf(inventory),
    nodes: nodeStatuses(inventory, api),
    kubernetes: api?.version,
    registry: registryStatus(inventory),
    components,
    images: (readable?.images ?? []).map(({reference, digest, importedAt}) => ({reference, digest, importedAt})),
    runs: stack?.installed.has('relay-core') ? await newestRuns(tools) : [],
    disk: {status: disk.status, detail: disk.detail},
    configProblem: config instanceof Error ? config.message : undefined,
  }
}

interface Asked {
  readonly api?: ApiReadiness
  readonly apiProblem?: string
  readonly stack?: StackHealth
  readonly problems?: readonly HealthProblem[]
  readonly createdAt?: string | undefined
}

async function askApi({kubectl, docker}: Tools, inventory: ClusterInventory): Promise<Asked> {
  const snapshot = await snapshotCluster({kubectl, docker}, inventory).catch(whyNot)
  if (typeof snapshot === 'string') return {apiProblem: snapshot}
  const stack = await askStack(kubectl, snapshot)
  const known = [...stack.installed.values()].flatMap(({awaited}) => awaited)
  return {
    api: apiReadiness(snapshot),
    stack,
    problems: [...nodeProblems(snapshot.nodes), ...workloadProblems(snapshot, known)],
    createdAt: oldestNode(snapshot),
  }
}

/** Why the API server gave no snapshot: silence is not a refusal. */
function whyNot(error: unknown): string {
  if (isUnreachable(error)) return 'the API server does not answer'
  if (!isProcessError(error)) throw error
  const words = error.stderr.trim().split('\n').at(-1)
  return isRefused(error) ? `the API server refuses the kubeconfig: ${words}` : `the API server answers: ${words}`
}

function diskProblem({status, detail, remedies}: Finding): HealthProblem[] {
  const prune = remedies.find(({command}) => command.includes('prune'))
  return status === 'error' ? [{text: detail.replace(/\.$/, ''), repair: prune?.command ?? 'docker system df'}] : []
}

function oldestNode({nodes}: Snapshot): string | undefined {
  return nodes.flatMap(({metadata}) => metadata.creationTimestamp ?? []).sort()[0]
}

async function newestRuns({kubectl}: Tools): Promise<RunStatus[]> {
  const runs = await new RunStore(kubectl).list()
  return runs.slice(0, 3).map(({reference, state, createdAt}) => ({reference, state, createdAt}))
}

function addressesOf({servers, loadBalancers}: ClusterInventory): ClusterStatus['addresses'] {
  const api = servers[0]?.labels['k3d.server.api.port']
  const http = loadBalancers[0]?.ports.find((binding) => binding.endsWith('->80/tcp'))?.match(/:(\d+)->/)?.[1]
  return api === undefined || http === undefined
    ? undefined
    : {api: `https://127.0.0.1:${api}`, http: `http://localhost:${http}`}
}

function nodeStatuses({servers, agents, loadBalancers}: ClusterInventory, api: ApiReadiness | undefined): NodeStatus[] {
  return [...servers, ...agents, ...loadBalancers].map(({name, state, labels}) => ({
    name,
    role: labels['k3d.role'] ?? '',
    state,
    ready: api?.nodes.find((node) => node.name === name)?.ready,
  }))
}

function registryStatus({registries}: ClusterInventory): ClusterStatus['registry'] {
  const [registry] = registries
  return registry && {address: `127.0.0.1:${registry.labels['k3s.registry.port.external']}`, state: registry.state}
}
