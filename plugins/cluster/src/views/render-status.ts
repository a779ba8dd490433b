import {asTyped, printableValue} from '@rde/errors'
import {shortVersion} from '@rde/stack'

import type {ComponentStatus} from '../health/component-status.js'
import type {Judgement} from '../health/verdict.js'
import type {ClusterStatus, NodeStatus} from '../services/status.js'
import {age} from './age.js'

const verdicts = {
  healthy: 'healthy',
  degraded: 'degraded',
  stopped: 'stopped',
  absent: 'there is no such cluster',
  unknown: 'unknown',
} as const

/** Renders the status: first the verdict with its repair, then the parts. */
export function renderStatus(status: ClusterStatus, now = Date.now()): string {
  const {cluster, owner, nodes, kubernetes, registry, addresses, proxy, components, images, runs, disk, configProblem} =
    status
  const rows = [
    ...profileRow(status, now),
    ...(owner ? [['Owner', `${owner.user}, ${owner.folder}`]] : []),
    ...(nodes.length > 0 ? [['Nodes', nodeSummary(nodes, kubernetes)]] : []),
    ...nodes.map((node) => ['', `${symbol(node)} ${node.name}  ${node.role}, ${nodeState(node)}`]),
    ...(addresses ? [['Addresses', `Kubernetes API ${addresses.api}, ingress ${addresses.http}`]] : []),
    ...(registry ? [['Registry', `${registry.address}, ${registry.state}`]] : []),
    ...(proxy === undefined ? [] : [['Proxy', proxy]]),
    ...components.map((component) => [component.title, componentState(component)]),
    ...column(
      'Images',
      images.map(({reference, digest}) => `${reference}  ${digest.slice(0, 'sha256:'.length + 12)}`),
    ),
    ...column(
      'Last runs',
      runs.map(({reference, state, createdAt}) => `${reference}  ${state}, ${age(createdAt, now)} ago`),
    ),
    ...(disk && nodes.length > 0 ? [['Disk', disk.detail]] : []),
    ...(configProblem === undefined ? [] : column('config.json', configProblem.split('\n'))),
  ]
  const width = Math.max(12, ...rows.map(([name = '']) => name.length))
  const table = rows.map(([name = '', text = '']) => `${name.padEnd(width)} ${printableValue(text)}`)
  return [renderVerdict(cluster, status), ...(table.length > 0 ? ['', ...table] : [])].join('\n')
}

const remedyWords = {healthy: '', degraded: 'Repair', stopped: 'Start it', absent: 'Start it', unknown: 'Try'} as const

/** One line if one command repairs everything, else a line for each problem. */
function renderVerdict(cluster: string, {verdict, problems, repairs, repair}: Judgement): string {
  const head = `${cluster}  ${verdicts[verdict]}`
  if (new Set(repairs).size > 1) {
    const lines = problems.map((problem, index) => `  ${withRemedy(problem, verdict, repairs[index])}`)
    return [`${head}:`, ...lines].join('\n')
  }
  return withRemedy([head, ...(problems.length > 0 ? [problems.join('; ')] : [])].join(': '), verdict, repair)
}

function withRemedy(text: string, verdict: Judgement['verdict'], repair: string | undefined): string {
  // An error with several problems has several lines.
  const line = printableValue(text.replace(/\s*\n\s*/g, ' '))
  return repair === undefined
    ? line
    : `${line}${line.endsWith('.') ? '' : '.'} ${remedyWords[verdict]}: ${asTyped(repair)}`
}

function profileRow({profile, createdAt, nodes}: ClusterStatus, now: number): string[][] {
  if (profile === undefined || nodes.length === 0) return []
  return [['Profile', createdAt === undefined ? profile : `${profile}, created ${age(createdAt, now)} ago`]]
}

function column(name: string, lines: readonly string[]): string[][] {
  return lines.map((line, index) => [index === 0 ? name : '', line])
}

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

function componentState({version: whole, ready, problem, waitsFor, note}: ComponentStatus): string {
  const version = shortVersion(whole)
  if (ready) return `✔ ${version}${note === undefined ? '' : `, ${note}`}`
  return waitsFor === undefined ? `✖ ${version}, ${problem}` : `● ${version}, waits for ${waitsFor}`
}
