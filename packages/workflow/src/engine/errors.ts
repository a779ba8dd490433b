import {readConfig, runsInDocker} from '@rde/config'
import {exitCodes, nearest, RdeError, type Remedy} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {clusterInventory, isUnreachable} from '@rde/toolchain'

import type {WorkflowContext} from '../context.js'

/** The command that runs something without a cluster: the user's file where it is known. */
export interface LocalWay {
  readonly file?: string | undefined
}

/** With the way that needs no cluster. */
export function noCluster(why: string, {file}: LocalWay = {}): RdeError {
  return new RdeError(`${why}.`, {
    code: 'RDE_CLUSTER_NOT_RUNNING',
    exitCode: exitCodes.clusterAbsent,
    remedies: [{what: 'Start it', command: 'rde cluster start'}, ...withoutCluster(file)],
    outcome: 'Nothing was changed.',
  })
}

/** What a failed call of kubectl means for the workflow engine; any other error is returned as it is. */
export async function engineError(error: unknown, context: WorkflowContext, way: LocalWay = {}): Promise<unknown> {
  if (!isProcessError(error)) return error
  if (isUnreachable(error)) return whyUnreachable(context, way)
  return isEngineMissing(error.stderr) ? engineMissing(way) : error
}

export function unknownWorkflow(name: string): RdeError {
  return new RdeError(`There is no workflow "${name}" on the cluster.`, {
    code: 'RDE_WORKFLOW_UNKNOWN',
    remedies: [
      {what: 'See which there are', command: 'rde workflow list'},
      {what: 'Or save its file', command: `rde workflow save ${name}.yaml`},
    ],
  })
}

/** With the nearest of the known runs, where there are any. */
export function unknownRun(reference: string, known: ReadonlyArray<{readonly reference: string}> = []): RdeError {
  const names = known.flatMap(({reference: run}) => [run, run.replace(/#\d+$/, '')])
  const near = nearest(reference, [...new Set(names)])
  return new RdeError(`There is no run "${reference}"${near === undefined ? '.' : `; did you mean "${near}"?`}`, {
    code: 'RDE_RUN_UNKNOWN',
    remedies: [{what: 'See which there are', command: 'rde workflow runs'}],
  })
}

export function unknownStep(run: string, step: string, known: readonly string[]): RdeError {
  return new RdeError(`${run} has no step "${step}"; its steps: ${known.join(', ') || 'none'}.`, {
    code: 'RDE_STEP_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the run', command: `rde workflow logs ${run}`}],
  })
}

/** "Does not answer" is not "is not there": Docker knows, where the nodes are in it. */
async function whyUnreachable(context: WorkflowContext, way: LocalWay): Promise<RdeError> {
  const config = await readConfig(context.data).catch(() => undefined)
  if (!runsInDocker(config)) return silentContext(config?.cluster.attached?.context)
  const {servers} = await clusterInventory(context.tools().docker, {...context, config})
  const [server] = servers
  if (server === undefined) return noCluster('There is no cluster', way)
  if (server.state !== 'running') return noCluster(`The cluster is not running: ${server.name} is ${server.state}`, way)
  return new RdeError('The cluster runs, but its API server does not answer.', {
    code: 'RDE_API_SILENT',
    exitCode: exitCodes.toolUnavailable,
    remedies: [
      {what: 'See its state', command: 'rde cluster status'},
      {what: 'Repair it', command: 'rde cluster start'},
    ],
  })
}

/** A cluster that is not ours to start. */
function silentContext(name: string | undefined): RdeError {
  return new RdeError(`The API server of the context ${name} does not answer.`, {
    code: 'RDE_API_SILENT',
    exitCode: exitCodes.toolUnavailable,
    remedies: [
      {what: 'See what it answers', command: 'rde kubectl version'},
      {what: 'See the state of the cluster', command: 'rde cluster status'},
    ],
    outcome: 'Nothing was changed.',
  })
}

/** kubectl's words for a kind of object that the API does not have. */
function isEngineMissing(stderr: string): boolean {
  return /doesn't have a resource type|no matches for kind|could not find the requested resource|namespaces? "relay-tenants" not found/.test(
    stderr,
  )
}

function engineMissing({file}: LocalWay): RdeError {
  return new RdeError('The cluster has no workflow engine: it was started with the profile bare.', {
    code: 'RDE_ENGINE_ABSENT',
    remedies: [{what: 'Install it', command: 'rde cluster start --profile core'}, ...withoutCluster(file)],
    outcome: 'Nothing was changed.',
  })
}

function withoutCluster(file: string | undefined): Remedy[] {
  return file === undefined
    ? []
    : [{what: 'Or run the file without a cluster', command: `rde workflow run ${file} --on host`, without: ['detach']}]
}
