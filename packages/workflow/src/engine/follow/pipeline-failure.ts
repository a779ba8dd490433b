import type {Condition} from '@rde/toolchain/snapshot/objects'

/** Tekton's PipelineRun of a Run, limited to the fields that rde reads. */
export interface PipelineRunObject {
  readonly metadata: {readonly name: string}
  readonly status?: {readonly conditions?: readonly Condition[]}
}

/**
 * Why Tekton gave up on a run: an internal error of Tekton, which the Run never shows. A failed step does not count,
 * since it succeeds for Tekton; neither does cancellation, which the Run itself shows.
 */
export function pipelineFailure(pipeline: PipelineRunObject | undefined): string | undefined {
  const succeeded = pipeline?.status?.conditions?.find(({type}) => type === 'Succeeded')
  if (succeeded?.status !== 'False') return undefined
  const {reason = 'Failed', message = ''} = succeeded
  if (/cancel/i.test(reason)) return undefined
  return `Tekton gave up on the run (${reason}): ${message}`
}
