import type {ProcessError} from '@rde/process-runner'

/**
 * For catch clauses: returns the failure of a program, which a caller can handle. Rethrows anything else, including an
 * interruption. Checks the name, since the runner may come from another copy of its package.
 */
export function failedProcess(error: unknown): ProcessError {
  if (error instanceof Error && error.name === 'ProcessError' && 'failure' in error && error.failure !== 'cancelled') {
    return error as ProcessError
  }
  throw error
}
