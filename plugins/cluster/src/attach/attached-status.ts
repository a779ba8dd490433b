import type {Session} from '@rde/plugin-kit'
import {takeSnapshot, type Snapshot} from '@rde/toolchain'

import {apiReadiness, type ApiReadiness} from '../health/api-readiness.js'
import {askStack, type StackHealth} from '../health/ask-stack.js'
import {newestRuns, emptyStatus, oldestNode, describeApiError, type ClusterStatus} from '../health/cluster-status.js'
import {nodeProblems} from '../health/node-readiness.js'
import type {Judgement} from '../health/verdict.js'
import {learnSecrets} from '../learn-secrets.js'
import {isStopped} from './stop-attached.js'

/** Reads the state of an attached cluster from its API server. Ignores the workloads of others. */
export async function attachedStatus(session: Session, signal: AbortSignal): Promise<ClusterStatus> {
  const {identity} = session
  const config = await learnSecrets(session)
  if (config === undefined || config instanceof Error) throw config ?? new Error('config.json is gone')
  const tools = session.tools({signal})
  const {attached} = config.cluster
  const known = {
    ...emptyStatus,
    ...{cluster: identity.name, profile: config.stack.profile},
    registry: attached && {address: attached.push, state: 'attached'},
    images: config.images.map(({reference, digest, importedAt}) => ({reference, digest, importedAt})),
  }
  const snapshot = await takeSnapshot(tools.kubectl, tools.docker, []).catch(describeApiError)
  if (typeof snapshot === 'string') return {...known, ...unknownVerdict(`${snapshot} (context ${attached?.context})`)}
  const [api, stack] = [apiReadiness(snapshot), await askStack(tools.kubectl, snapshot)]
  return {
    ...{...known, ...judgeAttached(snapshot, api, stack)},
    createdAt: oldestNode(snapshot),
    nodes: api.nodes.map(({name, ready}) => ({name, role: 'node', state: 'running', ready})),
    kubernetes: api.version,
    components: stack.components,
    runs: stack.installed.has('relay-core') ? await newestRuns(tools) : [],
  }
}

function unknownVerdict(problem: string): Judgement {
  const repair = 'rde kubectl version'
  return {verdict: 'unknown', problems: [problem], repairs: [repair], repair}
}

function judgeAttached({nodes, workloads}: Snapshot, api: ApiReadiness, stack: StackHealth): Judgement {
  const {components, installed} = stack
  const start = 'rde cluster start'
  const broken = components.filter(({ready, waitsFor}) => !ready && waitsFor === undefined)
  const waiting = api.nodes.filter(({ready}) => !ready)
  const problems = [
    ...waiting.map(({name, reason}) => ({
      text: `node ${name} is not ready: ${reason}`,
      repair: `rde kubectl describe node ${name}`,
    })),
    ...broken.map(({title, problem}) => ({text: `${title}: ${problem}`, repair: start})),
    ...nodeProblems(nodes),
  ]
  if (isStopped([...installed.values()], workloads))
    return {verdict: 'stopped', problems: [], repairs: [], repair: start}
  if (problems.length === 0) return {verdict: 'healthy', problems: [], repairs: [], repair: undefined}
  const repairs = problems.map(({repair}) => repair)
  return {verdict: 'degraded', problems: problems.map(({text}) => text), repairs, repair: repairs[0]}
}
