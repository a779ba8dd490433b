import {readConfig, runsInDocker} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {
  clusterInventory,
  clusterNotRunning,
  locateTool,
  type Container,
  type Kubectl,
  type PodObject,
} from '@rde/toolchain'

import {installedRecords} from '../install/installed-record.js'
import {requireTools} from '../checks/require-tools.js'

/** A source of logs: a container of a pod, or one in Docker. */
export interface LogSource {
  /** Prefix of its lines: `vault-0/vault`. */
  readonly label: string
  /** Names that select it: its component, workload and pod. */
  readonly names: readonly string[]
  read(options: ReadOptions, onLine: (line: string) => void): Promise<void>
}

export interface ReadOptions {
  readonly follow: boolean
  readonly tail: number
  readonly signal: AbortSignal
}

/**
 * Finds the log sources of the cluster: the containers of its components, and nodes and registry if they run in Docker
 * here.
 */
export async function findLogSources(session: Session, signal: AbortSignal): Promise<LogSource[]> {
  const {docker, kubectl} = session.tools({signal})
  // Logs are also printed if config.json cannot be read.
  const config = await readConfig(session.data).catch(() => undefined)
  if (!runsInDocker(config)) return podSources(kubectl)
  await requireTools(session, ['docker', 'kubectl'], signal)
  const {servers, agents, registries} = await clusterInventory(docker, {...session, config})
  if (servers.length === 0) throw clusterNotRunning(`There is no cluster called ${session.identity.name}`)
  const runs = servers.some(({state}) => state === 'running')
  const ofPods = runs ? await podSources(kubectl) : []
  const inDocker = [...servers, ...agents].map((container) => dockerSource(session, container, ['nodes', 'k3s']))
  return [...ofPods, ...inDocker, ...registries.map((container) => dockerSource(session, container, ['registry']))]
}

/**
 * The sources that a name selects; a part of a workload's name is enough: `operator`. Without a name, all components.
 */
export function chooseLogSources(sources: readonly LogSource[], wanted: string | undefined): LogSource[] {
  if (wanted === undefined) return sources.filter(({names}) => !names.includes('nodes'))
  const exact = sources.filter(({names}) => names.includes(wanted))
  const found = exact.length > 0 ? exact : sources.filter(({names}) => names.some((name) => name.includes(wanted)))
  if (found.length > 0) return found
  const known = [...new Set(sources.map(({names: [first = '']}) => first))]
  throw new RdeError(`The cluster has no component called ${wanted}; it has: ${known.join(', ')}.`, {
    code: 'RDE_COMPONENT_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the logs of all', command: 'rde cluster logs'}],
  })
}

/**
 * First the pods of awaited workloads, then the other pods in their namespaces: Vault's pods are not awaited, and pods
 * that a component starts are known only by their namespace.
 */
export async function podSources(kubectl: Kubectl): Promise<LogSource[]> {
  const [records, pods] = await Promise.all([
    installedRecords(kubectl),
    kubectl.list<PodObject>('pods', '--all-namespaces'),
  ])
  const all = [...records.values()].flatMap(({id, awaited}) => awaited.map((workload) => ({id, ...workload})))
  const of = ({metadata: {namespace, name}}: PodObject, workload: (typeof all)[number]) =>
    namespace === workload.namespace && name.startsWith(`${workload.name}-`)
  const awaited = all.flatMap((workload) =>
    pods
      .filter((pod) => of(pod, workload))
      .flatMap((pod) => containerSources(kubectl, pod, [workload.id, workload.name])),
  )
  const beside = pods.filter(
    (pod) =>
      all.some(({namespace}) => namespace === pod.metadata.namespace) && !all.some((workload) => of(pod, workload)),
  )
  return [...awaited, ...beside.flatMap((pod) => containerSources(kubectl, pod, [workloadOf(pod)]))]
}

/** The name of a ReplicaSet is that of its Deployment with a hash. */
function workloadOf({metadata: {name, ownerReferences: [owner] = []}}: PodObject): string {
  if (owner === undefined) return name
  return owner.kind === 'ReplicaSet' ? owner.name.replace(/-[a-z0-9]+$/, '') : owner.name
}

function containerSources(kubectl: Kubectl, {metadata, spec}: PodObject, names: readonly string[]): LogSource[] {
  const {namespace = 'default', name: pod} = metadata
  return (spec?.containers ?? []).map(({name: container = ''}) => ({
    label: `${pod}/${container}`,
    names: [...names, pod],
    read: (options, onLine) => kubectl.logs({namespace, pod, container, ...options}, onLine),
  }))
}

function dockerSource(session: Session, {name}: Container, names: readonly string[]): LogSource {
  return {
    label: name,
    names: [...names, name],
    async read({follow, tail, signal}, onLine) {
      const docker = locateTool('docker', {env: process.env, folder: session.data.tools}) ?? 'docker'
      const dockerArgs = ['logs', ...(follow ? ['--follow'] : []), `--tail=${tail}`, name]
      // k3s logs to standard error, which a runner reserves for errors.
      const args = ['-c', 'exec "$0" "$@" 2>&1', docker, ...dockerArgs]
      await session.runner({signal}).stream({file: '/bin/sh', args, signal}, onLine)
    },
  }
}
