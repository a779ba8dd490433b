import {exitCodes, nearest, RdeError, type Remedy} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {clusterNotRunning, explainSilentCluster, isUnreachable} from '@rde/toolchain'

import type {WorkflowContext} from '../run/context.js'

/** The command that runs something without a cluster: the user's file where it is known. */
export interface LocalWay {
  readonly file?: string | undefined
}

/** With the way that needs no cluster. */
export function noCluster(why: string, {file}: LocalWay = {}): RdeError {
  return clusterNotRunning(why, withoutCluster(file))
}

/** What a failed call of kubectl means for the workflow engine; any other error is returned as it is. */
export async function engineError(error: unknown, context: WorkflowContext, way: LocalWay = {}): Promise<unknown> {
  if (!isProcessError(error)) return error
  if (isUnreachable(error)) return explainSilentCluster({...context, ...context.tools()}, withoutCluster(way.file))
  return isEngineMissing(error.stderr) ? engineMissing(way) : error
}

/** What helps where relay-core does not do what it was told. */
export const lookAtRelayCore: readonly Remedy[] = [
  {what: 'See whether relay-core is well', command: 'rde cluster status'},
  {what: 'See what it says', command: 'rde cluster logs relay-core'},
]

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
