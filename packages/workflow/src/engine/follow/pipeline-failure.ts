import type {Condition} from '@rde/toolchain/snapshot/objects'

/** Tekton's PipelineRun of a Run, as far as rde looks at it. */
export interface PipelineRunObject {
  readonly metadata: {readonly name: string}
  readonly status?: {readonly conditions?: readonly Condition[]}
}

/**
 * Why Tekton gave a run up: a trouble of its own, which the Run never hears of. A step that fails is none, and succeeds for
 * Tekton; one that was cancelled is told by the Run.
 */
export function pipelineFailure(pipeline: PipelineRunObject | undefined): string | undefined {
  const succeeded = pipeline?.status?.conditions?.find(({type}) => type === 'Succeeded')
  if (succeeded?.status !== 'False') return undefined
  const {reason = 'Failed', message = ''} = succeeded
  if (/cancel/i.test(reason)) return undefined
  return `Tekton gave it up (${reason}): ${message}`
}
