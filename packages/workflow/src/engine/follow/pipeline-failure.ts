import type {Condition} from '@rde/toolchain/snapshot/objects'

/** Tekton's PipelineRun of a Run, as far as rde looks at it. */
export interface PipelineRunObject {
  readonly metadata: {readonly name: string}
  readonly status?: {readonly conditions?: readonly Condition[]}
}

/**
 * Why Tekton gave up a run: an error of its own, which the Run never shows. A failed step is not one, since it succeeds for
 * Tekton; a cancelled run says so itself.
 */
export function pipelineFailure(pipeline: PipelineRunObject | undefined): string | undefined {
  const succeeded = pipeline?.status?.conditions?.find(({type}) => type === 'Succeeded')
  if (succeeded?.status !== 'False') return undefined
  const {reason = 'Failed', message = ''} = succeeded
  if (/cancel/i.test(reason)) return undefined
  return `Tekton gave up the run (${reason}): ${message}`
}
