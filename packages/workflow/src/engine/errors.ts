import {exitCodes, nearest, RdeError, type Remedy} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'
import {clusterNotRunning, explainSilentCluster, isUnreachable} from '@rde/toolchain'

import type {WorkflowContext} from '../run/context.js'

/** For the remedy that runs the workflow without a cluster. */
export interface RemedyOptions {
  /** The user's file, if known. */
  readonly file?: string | undefined
}

/** The error for a missing cluster, with a remedy that needs none. */
export function noCluster(reason: string, {file}: RemedyOptions = {}): RdeError {
  return clusterNotRunning(reason, withoutCluster(file))
}

/** Explains a failed kubectl call in terms of the workflow engine; returns any other error unchanged. */
export async function engineError(
  error: unknown,
  context: WorkflowContext,
  options: RemedyOptions = {},
): Promise<unknown> {
  if (!isProcessError(error)) return error
  if (isUnreachable(error)) return explainSilentCluster({...context, ...context.tools()}, withoutCluster(options.file))
  return isEngineMissing(error.stderr) ? engineMissing(options) : error
}

/** Remedies for when relay-core does not carry out a request. */
export const relayCoreRemedies: readonly Remedy[] = [
  {what: 'Check the state of relay-core', command: 'rde cluster status'},
  {what: 'See its log', command: 'rde cluster logs relay-core'},
]

export function unknownWorkflow(name: string): RdeError {
  return new RdeError(`There is no workflow "${name}" on the cluster.`, {
    code: 'RDE_WORKFLOW_UNKNOWN',
    remedies: [
      {what: 'List the workflows', command: 'rde workflow list'},
      {what: 'Or save its file', command: `rde workflow save ${name}.yaml`},
    ],
  })
}

/** Suggests the nearest of the known runs, if any. */
export function unknownRun(reference: string, known: ReadonlyArray<{readonly reference: string}> = []): RdeError {
  const names = known.flatMap(({reference: run}) => [run, run.replace(/#\d+$/, '')])
  const near = nearest(reference, [...new Set(names)])
  return new RdeError(`There is no run "${reference}"${near === undefined ? '.' : `; did you mean "${near}"?`}`, {
    code: 'RDE_RUN_UNKNOWN',
    remedies: [{what: 'List the runs', command: 'rde workflow runs'}],
  })
}

export function unknownStep(run: string, step: string, known: readonly string[]): RdeError {
  return new RdeError(`${run} has no step "${step}"; its steps: ${known.join(', ') || 'none'}.`, {
    code: 'RDE_STEP_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See the run', command: `rde workflow logs ${run}`}],
  })
}

/** Matches kubectl's messages for a kind of object that the API does not have. */
function isEngineMissing(stderr: string): boolean {
  return /doesn't have a resource type|no matches for kind|could not find the requested resource|namespaces? "relay-tenants" not found/.test(
    stderr,
  )
}

function engineMissing({file}: RemedyOptions): RdeError {
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
