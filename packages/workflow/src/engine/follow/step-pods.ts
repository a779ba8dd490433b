import {createHash} from 'node:crypto'

import type {PodObject} from '@rde/toolchain/snapshot/objects'

/** The container of a step's pod that runs the step itself. */
export const stepContainer = 'step-step'

const runLabel = 'controller.relay.sh/run-id'

/** Label selector for the pods of all runs. */
export const allRunsSelector = runLabel

/** Label selector for the pods of a run. */
export function podSelector(run: string): string {
  return `${runLabel}=${run}`
}

/** The run that a pod belongs to. */
export function runOfPod({metadata: {labels = {}}}: PodObject): string {
  return labels[runLabel] ?? ''
}

/** The hash by which relay-core identifies a step of a run in labels and keys. */
export function stepHash(run: string, step: string): string {
  return createHash('sha1').update(`runs/${run}/steps/${step}`).digest('hex')
}

/** The pod of a step. */
export function podOfStep(pods: Iterable<PodObject>, hash: string): PodObject | undefined {
  return [...pods].find(({metadata}) => metadata.labels?.['tekton.dev/pipelineTask'] === hash)
}

/** Whether the step's container has started and so has a log. */
export function hasStarted({status}: PodObject): boolean {
  const state = status?.containerStatuses?.find(({name}) => name === stepContainer)?.state
  return state?.running !== undefined || state?.terminated !== undefined
}
