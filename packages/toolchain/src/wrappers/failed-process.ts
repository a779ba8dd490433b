import type {ProcessError} from '@rde/process-runner'

/**
 * For catch clauses: the failure of a program, which a caller can make something of. Anything else is thrown on, an
 * interruption included. Recognised by name: the runner may come from another copy of its package.
 */
export function failedProcess(error: unknown): ProcessError {
  if (error instanceof Error && error.name === 'ProcessError' && 'failure' in error && error.failure !== 'cancelled') {
    return error as ProcessError
  }
  throw error
}
