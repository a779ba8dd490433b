import {renderCommands} from '@rde/errors'
import {clusterStatus, type ClusterStatus} from '@rde/plugin-cluster/services/status'
import {interruptible} from '@rde/plugin-kit/command/interruption'
import {openSession} from '@rde/plugin-kit/session/session'

/** For `rde` without arguments: the state of the cluster, and what to type next. All commands: `rde help`. */
export async function showStanding(): Promise<undefined> {
  const status = await interruptible({}, (signal) => clusterStatus(openSession(), signal))
  process.stdout.write(`${renderStanding(status)}\n`)
  return undefined
}

type Standing = Pick<ClusterStatus, 'cluster' | 'verdict' | 'problems' | 'repair'>
type Hint = readonly [words: string, what: string]

export function renderStanding({cluster, verdict, problems, repair}: Standing): string {
  const hints = [...nextSteps(verdict, repair?.replace(/^rde /, '')), ['help', 'all commands'] as const]
  const commands = hints.map(([words, what]) => [`rde ${words}`, what] as const)
  return [line(cluster, verdict, problems), '', renderCommands(commands)].join('\n')
}

function line(cluster: string, verdict: Standing['verdict'], [problem]: readonly string[]): string {
  if (verdict === 'absent') return 'There is no cluster yet. To begin:'
  if (verdict === 'unknown') return `The state of ${cluster} is unknown: ${problem}`
  return `${cluster} is ${verdict}${problem === undefined ? '.' : `: ${problem}.`}`
}

const withoutCluster: readonly Hint[] = [
  ['workflow run FILE --on host', 'run a workflow file with nothing but this machine'],
  ['doctor', 'see whether this machine can run a cluster'],
]

function nextSteps(verdict: Standing['verdict'], repair = 'cluster start'): readonly Hint[] {
  if (verdict === 'absent') return [['cluster start', 'start a cluster with the workflow engine'], ...withoutCluster]
  if (verdict === 'unknown') return [['doctor', 'see what is wrong and how to fix it'], withoutCluster[0]!]
  if (verdict === 'stopped') return [['cluster start', 'start it again']]
  const use: readonly Hint[] = [
    ['workflow run FILE', 'run a workflow and follow it'],
    ['images import IMAGE', 'bring in an image that you built'],
    ['cluster status', 'see its parts'],
  ]
  return verdict === 'healthy' ? use : [[repair, 'repair it'], ['doctor', 'see what is wrong'], ...use.slice(2)]
}
