import {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'

import {parseParameters} from '../../../packages/workflow/src/file/parameters.js'
import {chooseRunView} from './views/choose-run-view.js'
import type {RunFlags} from './run-flags.js'

export interface RunWishes {
  readonly flags: RunFlags
  readonly target: string
  readonly json: boolean
  readonly timeoutMs: number
  readonly notice: (line: string) => void
  readonly signal: AbortSignal
}

export interface ShownAnswer {
  /** What `--json` prints. */
  readonly answer: object
  /** What is printed otherwise. */
  readonly line: string
  readonly failure?: RdeError | undefined
}

/** Runs a workflow where the flags say, and shows it as they say. */
export async function runAndShow(session: Session, {flags, target, json, ...rest}: RunWishes): Promise<ShownAnswer> {
  const parameters = parseParameters(flags.param ?? [])
  const view = await chooseRunView({...flags, json})
  const {on} = flags
  if (on === 'cluster') {
    refuseLocal(flags)
    const {runOnCluster} = await import('./run-on-cluster.js')
    const follow = flags.follow || (!flags.detach && process.stdout.isTTY)
    const {run, failure} = await runOnCluster(session, {...rest, target, parameters, follow, view})
    return {answer: run, line: follow ? `${run.reference} ${run.state}` : run.reference, failure}
  }
  const {runWithoutCluster} = await import('./run-without-cluster.js')
  const {secret: secrets = [], connections, approve = [], yes, verbose, 'max-parallel': maxParallel} = flags
  const local = {on, secrets, connections, approve, yes, verbose, maxParallel}
  const {run, failure} = await runWithoutCluster(session, {...rest, ...local, target, parameters, view})
  return {answer: run, line: `${run.run} ${run.outcome}`, failure}
}

/** On the cluster, secrets and answers are the cluster's. */
function refuseLocal({secret = [], connections, approve = []}: RunFlags): void {
  const given = [
    ...(secret.length > 0 ? ['--secret'] : []),
    ...(connections === undefined ? [] : ['--connections']),
    ...(approve.length > 0 ? ['--approve'] : []),
  ]
  if (given.length === 0) return
  throw new RdeError(`${given.join(', ')} is for runs without a cluster only.`, {
    code: 'RDE_USAGE',
    exitCode: 2,
    remedies: [
      {what: 'Set a secret on the cluster', command: 'rde workflow secret set NAME KEY'},
      {what: 'Approve a step there', command: 'rde workflow approve RUN STEP'},
      {what: 'Or run the file without it', command: 'rde workflow run FILE --on docker'},
    ],
  })
}
