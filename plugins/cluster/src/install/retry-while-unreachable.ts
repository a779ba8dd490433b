import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {waitFor, type Look} from '@rde/time'
import {isUnreachable} from '@rde/toolchain'

/**
 * Retries while the API server, or a webhook of the object, does not answer. The phase's deadline ends it. An error
 * from the API is thrown at once.
 */
export async function retryWhileUnreachable<Result>(
  act: () => Promise<Result>,
  {signal, report}: PhaseContext,
): Promise<Result> {
  const look = async (): Promise<Look<Result>> => {
    try {
      return {done: await act()}
    } catch (error) {
      if (!isUnreachable(error) && !isWebhookAway(error)) throw error
      return {missing: 'waiting for the API server'}
    }
  }
  return waitFor(look, {signal, report, pauseMs: 500})
}

const webhookAway =
  /failed calling webhook|no endpoints available|no matches for kind|ensure CRDs are installed first|could not find the requested resource/i

function isWebhookAway(error: unknown): boolean {
  return isProcessError(error) && webhookAway.test(error.stderr)
}
