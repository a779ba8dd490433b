import {stat} from 'node:fs/promises'

import {exitCodes, isRdeError, type RdeError} from '@rde/errors'
import type {Session, Tools} from '@rde/plugin-kit'
import {diskFinding, takeInventory, type ClusterInventory, type EngineInfo, type Finding} from '@rde/toolchain'

import {describeOwner, foreignOwner} from './cluster-owner.js'
import {apiReadiness, snapshotCluster, type ApiReadiness} from '../health/api-readiness.js'
import {askStack, type StackHealth} from '../health/ask-stack.js'
import {
  newestRuns,
  emptyStatus,
  oldestNode,
  describeApiError,
  type ClusterStatus,
  type NodeStatus,
} from '../health/cluster-status.js'
import {nodeProblems} from '../health/node-readiness.js'
import type {HealthProblem} from '../health/health-problem.js'
import {judge} from '../health/verdict.js'
import {workloadProblems} from '../health/workload-problems.js'
import {learnSecrets} from '../learn-secrets.js'
import {requireTools} from '../checks/require-tools.js'
import {describeProxy} from './running-shape.js'

/**
 * Reads the state of the cluster from Docker and the API server. Changes nothing, takes no lock, and works without
 * config.json. If Docker does not answer, the verdict is `unknown`.
 */
export async function containerStatus(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const engine = requireTools(session, ['docker'], signal)
  engine.catch(() => {})
  try {
    return await askEverything(session, engine, signal).catch(async (error: unknown) => {
      // Prefer the reason why the engine cannot be used to an error from using it.
      await engine
      throw error
    })
  } catch (error) {
    if (isRdeError(error) && error.oclif.exit === exitCodes.toolUnavailable)
      return unknownStatus(session.identity.name, error)
    throw error
  }
}

function unknownStatus(cluster: string, {message, remedies}: RdeError): ClusterStatus {
  const repair = remedies[0]?.command
  const repairs = repair === undefined ? [] : [repair]
  return {...emptyStatus, cluster, verdict: 'unknown', problems: [message], repairs, repair}
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
  const [answer, disk] = await Promise.all([
    reachable ? askApi(tools, inventory) : {},
    engine.then((info) => diskFinding(info)),
  ])
  const {api, apiProblem, stack, problems = [], createdAt}: ApiAnswer = answer
  const components = stack?.components ?? []
  const owner = foreignOwner(inventory, data)
  const agents = readable?.cluster.agents
  const further = inventory.containers.length === 0 ? [] : [...problems, ...diskProblem(disk)]
  return {
    cluster: identity.name,
    ...judge({
      ...{inventory, api, apiProblem, components, further, agents, createUnderWay},
      configMissing: config === undefined,
      otherOwner: owner && describeOwner(owner),
    }),
    owner,
    profile: readable?.stack.profile,
    createdAt,
    addresses: addressesOf(inventory),
    nodes: nodeStatuses(inventory, api),
    kubernetes: api?.version,
    registry: registryStatus(inventory),
    proxy: readable?.cluster.proxy ? describeProxy(readable.cluster.proxy) : undefined,
    components,
    images: (readable?.images ?? []).map(({reference, digest, importedAt}) => ({reference, digest, importedAt})),
    runs: stack?.installed.has('relay-core') ? await newestRuns(tools) : [],
    disk: {status: disk.status, detail: disk.detail},
    configProblem: config instanceof Error ? config.message : undefined,
  }
}

interface ApiAnswer {
  readonly api?: ApiReadiness
  readonly apiProblem?: string
  readonly stack?: StackHealth
  readonly problems?: readonly HealthProblem[]
  readonly createdAt?: string | undefined
}

async function askApi({kubectl, docker}: Tools, inventory: ClusterInventory): Promise<ApiAnswer> {
  const snapshot = await snapshotCluster({kubectl, docker}, inventory).catch(describeApiError)
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

function diskProblem({status, detail, remedies}: Finding): HealthProblem[] {
  const prune = remedies.find(({command}) => command.includes('prune'))
  return status === 'error' ? [{text: detail.replace(/\.$/, ''), repair: prune?.command ?? 'docker system df'}] : []
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
