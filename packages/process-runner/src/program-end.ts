import type {ProcessFailure} from './process-error.js'

/** How a program ended; without `failure`, well. */
export interface ProgramEnd {
  readonly failure?: ProcessFailure
  /** `exit code 1`, `did not start (ENOENT)`. */
  readonly summary: string
  readonly exitCode?: number | undefined
  readonly stdout: string
  readonly stderr: string
}

export function endOf(failure: ProcessFailure | undefined, summary: string, exitCode?: number): ProgramEnd {
  return {...(failure && {failure}), summary, exitCode, stdout: '', stderr: ''}
}
