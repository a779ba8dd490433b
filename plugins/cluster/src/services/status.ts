import {stat} from 'node:fs/promises'

import {exitCodes, isRdeError, type RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {takeInventory, type ClusterInventory} from '@rde/toolchain'

import {apiReadiness, surveyCluster, type ApiReadiness} from '../health/api-readiness.js'
import {askStack} from '../health/ask-stack.js'
import type {ComponentStatus} from '../health/component-status.js'
import {judge, type Judgement} from '../health/verdict.js'
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

export interface ClusterStatus extends Judgement {
  readonly cluster: string
  readonly nodes: readonly NodeStatus[]
  readonly kubernetes: string | undefined
  readonly registry: {readonly address: string; readonly state: string} | undefined
  /** The parts of the stack that were installed; none where the API server was not there to say. */
  readonly components: readonly ComponentStatus[]
  /** Why config.json cannot be read, if it cannot. */
  readonly configProblem: string | undefined
}

/**
 * Asks Docker and the API server how the cluster is. Changes nothing, takes no lock, and works without config.json. Where
 * Docker does not answer the verdict is `unknown`.
 */
export async function clusterStatus(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const refusal = requireTools(session, ['docker'], signal).catch((error: unknown) => error)
  try {
    return await askEverything(session, signal).finally(async () => {
      // Why the engine cannot be used says more than what came of using it.
      const reason = await refusal
      if (reason !== undefined) throw reason
    })
  } catch (error) {
    if (isRdeError(error) && error.oclif.exit === exitCodes.toolUnavailable)
      return unknown(session.identity.name, error)
    throw error
  }
}

function unknown(cluster: string, {message, remedies}: RdeError): ClusterStatus {
  const nothing = {nodes: [], kubernetes: undefined, registry: undefined, components: [], configProblem: undefined}
  return {cluster, verdict: 'unknown', problems: [message], repair: remedies[0]?.command, ...nothing}
}

async function askEverything(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const {identity, data} = session
  const {docker, kubectl} = session.tools({signal})
  const config = await learnSecrets(session)
  const [inventory, createUnderWay] = await Promise.all([
    takeInventory(docker, identity),
    stat(data.createMarker).then(Boolean, () => false),
  ])
  const readable = config instanceof Error ? undefined : config
  const serverRuns = inventory.servers.some(({state}) => state === 'running')
  const reachable = serverRuns && config !== undefined
  const survey = reachable ? await surveyCluster({kubectl, docker, identity}).catch(() => undefined) : undefined
  const api = survey && apiReadiness(survey)
  const components = survey ? await askStack(kubectl, survey) : []
  const agents = readable?.cluster.agents
  return {
    cluster: identity.name,
    ...judge({inventory, api, components, agents, createUnderWay, configLost: config === undefined}),
    nodes: nodeStatuses(inventory, api),
    kubernetes: api?.version,
    registry: registryStatus(inventory),
    components,
    configProblem: config instanceof Error ? config.message : undefined,
  }
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
