import type {WorkflowContext} from './context.js'
import {prepareOnCluster, runOnCluster} from '../engine/run-on-cluster.js'
import {runLocally} from '../local/run-locally.js'
import type {RunRequest, RunResult} from './run-request.js'

/** Runs a workflow where the request says: the same request, the same events, the same result everywhere. */
export function runWorkflow(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  return request.on === 'cluster' ? runOnCluster(context, request) : runLocally(context, request)
}

export {prepareOnCluster}
