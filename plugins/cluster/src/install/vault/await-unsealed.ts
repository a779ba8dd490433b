import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'

import {sealStatus} from './vault-questions.js'

/** Waits until Vault is initialised and open, which is another phase's work. The phase's deadline ends it. */
export async function awaitUnsealed({answers, signal, report}: PhaseContext): Promise<void> {
  const look = async () => {
    const {initialized, sealed} = await answers.of(sealStatus).catch(unanswered)
    if (initialized && !sealed) return {done: undefined}
    answers.forget(sealStatus)
    return {missing: 'waiting for Vault to be unsealed'}
  }
  await waitFor(look, {signal, report})
}

/** Its pod is not there, or not up yet. */
function unanswered(error: unknown): {initialized: boolean; sealed: boolean} {
  if (!isProcessError(error)) throw error
  return {initialized: false, sealed: true}
}
