import type {PhaseContext} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {waitFor} from '@rde/time'

import {VaultApi} from './vault-api.js'

/** Waits until Vault is initialised and open, which is another phase's work. The phase's deadline ends it. */
export async function awaitUnsealed({kubectl, signal, report}: PhaseContext): Promise<void> {
  const vault = new VaultApi(kubectl)
  const look = async () => {
    const {initialized, sealed} = await vault.sealStatus().catch(unanswered)
    return initialized && !sealed ? {done: undefined} : {missing: 'waiting for Vault to be unsealed'}
  }
  await waitFor(look, {signal, report})
}

/** Its pod is not there, or not up yet. */
function unanswered(error: unknown): {initialized: boolean; sealed: boolean} {
  if (!isProcessError(error)) throw error
  return {initialized: false, sealed: true}
}
