import {isRdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

/** For `catch`: undefined if a tool is missing, fails or does not answer. Rethrows anything else, and interruptions. */
export function noneIfSilent(error: unknown): undefined {
  if (isRdeError(error) || (isProcessError(error) && error.failure !== 'cancelled')) return undefined
  throw error
}
