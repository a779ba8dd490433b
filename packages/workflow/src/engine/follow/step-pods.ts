import {createHash} from 'node:crypto'

import type {PodObject} from '@rde/toolchain/snapshot/objects'

/** The container of a step's pod that runs the step itself. */
export const stepContainer = 'step-step'

/** Chooses the pods of a run. */
export function podSelector(run: string): string {
  return `controller.relay.sh/run-id=${run}`
}

/** How relay-core names a step of a run in labels and keys. */
export function stepHash(run: string, step: string): string {
  return createHash('sha1').update(`runs/${run}/steps/${step}`).digest('hex')
}

/** The pod of a step. */
export function podOfStep(pods: Iterable<PodObject>, hash: string): PodObject | undefined {
  return [...pods].find(({metadata}) => metadata.labels?.['tekton.dev/pipelineTask'] === hash)
}

/** Whether the step's own container has begun: from then on it has a log. */
export function hasBegun({status}: PodObject): boolean {
  const state = status?.containerStatuses?.find(({name}) => name === stepContainer)?.state
  return state?.running !== undefined || state?.terminated !== undefined
}
