import {shortVersion} from '@rde/stack'

import type {ComponentStatus} from '../health/component-status.js'
import type {ClusterStatus, NodeStatus} from '../services/status.js'

const verdicts = {
  healthy: 'healthy',
  degraded: 'degraded',
  stopped: 'stopped',
  absent: 'there is no such cluster',
  unknown: 'unknown',
} as const

/** The status as a page: the verdict with its repair first, then the parts. */
export function renderStatus({
  cluster,
  verdict,
  problems,
  repair,
  nodes,
  kubernetes,
  registry,
  components,
  configProblem,
}: ClusterStatus): string {
  const why = problems.length > 0 ? `: ${problems.join('; ')}` : ''
  const remedy = repair === undefined ? '' : `${why.endsWith('.') ? '' : '.'} ${remedyWords[verdict]}: ${repair}`
  const rows = [
    ...(nodes.length > 0 ? [['Nodes', nodeSummary(nodes, kubernetes)]] : []),
    ...nodes.map((node) => ['', `${symbol(node)} ${node.name}  ${node.role}, ${nodeState(node)}`]),
    ...(registry ? [['Registry', `${registry.address}, ${registry.state}`]] : []),
    ...components.map((component) => [component.title, componentState(component)]),
    ...(configProblem === undefined ? [] : [['config.json', configProblem.split('\n').join('\n             ')]]),
  ]
  const width = Math.max(12, ...rows.map(([name = '']) => name.length))
  const table = rows.map(([name = '', text]) => `${name.padEnd(width)} ${text}`)
  return [`${cluster}  ${verdicts[verdict]}${why}${remedy}`, ...(table.length > 0 ? ['', ...table] : [])].join('\n')
}

const remedyWords = {healthy: '', degraded: 'Repair', stopped: 'Go on', absent: 'Make it', unknown: 'Try'} as const

function nodeSummary(nodes: readonly NodeStatus[], kubernetes: string | undefined): string {
  const workers = nodes.filter(({role}) => role !== 'loadbalancer')
  const ready = workers.filter((node) => node.ready === true && node.state === 'running').length
  return `${ready} of ${workers.length} ready${kubernetes === undefined ? '' : `, Kubernetes ${kubernetes}`}`
}

function symbol({state, ready}: NodeStatus): string {
  if (state !== 'running') return '○'
  return ready === false ? '●' : '✔'
}

function nodeState({state, ready}: NodeStatus): string {
  if (state !== 'running' || ready === undefined) return state
  return ready ? 'ready' : 'not ready'
}

function componentState({version: whole, ready, problem, waitsFor}: ComponentStatus): string {
  const version = shortVersion(whole)
  if (ready) return `✔ ${version}`
  return waitsFor === undefined ? `✖ ${version}, ${problem}` : `● ${version}, waits for ${waitsFor}`
}
