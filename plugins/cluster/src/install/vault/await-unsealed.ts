import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'

import {sealStatus} from './vault-questions.js'

/** Waits until another phase has initialised and unsealed Vault. The phase's deadline ends the wait. */
export async function awaitUnsealed({answers, signal, report}: PhaseContext): Promise<void> {
  const look = async () => {
    const {initialized, sealed} = await answers.of(sealStatus).catch(unanswered)
    if (initialized && !sealed) return {done: undefined}
    answers.forget(sealStatus)
    return {missing: 'waiting for Vault to be unsealed'}
  }
  await waitFor(look, {signal, report})
}

/** Vault's pod does not exist or is not up yet. */
function unanswered(error: unknown): {initialized: boolean; sealed: boolean} {
  if (!isProcessError(error)) throw error
  return {initialized: false, sealed: true}
}
