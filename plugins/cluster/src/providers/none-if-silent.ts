import {isRdeError} from '@rde/errors'
import {isProcessError} from '@rde/process-runner'

/** For `catch`: what a tool that is missing, silent or of no use would have told is not known; an interruption is thrown on. */
export function noneIfSilent(error: unknown): undefined {
  if (isRdeError(error) || (isProcessError(error) && error.failure !== 'cancelled')) return undefined
  throw error
}
