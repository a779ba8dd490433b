import type {WorkflowContext} from './context.js'
import {prepareOnCluster, runOnCluster} from '../engine/run-on-cluster.js'
import {runLocally} from '../local/run-locally.js'
import type {RunRequest, RunResult} from './run-request.js'

/** Runs a workflow on the cluster or locally, as requested. The events and the result are the same for both. */
export function runWorkflow(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  return request.on === 'cluster' ? runOnCluster(context, request) : runLocally(context, request)
}

export {prepareOnCluster}
