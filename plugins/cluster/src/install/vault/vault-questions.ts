import type {Question} from '@rde/plugin-kit'

import {keptObjects} from '../kept-objects.js'
import {VaultApi, type SealStatus, type VaultCredentials} from './vault-api.js'
import {readVaultSecret, vaultSecretIn} from './vault-secret.js'

/** Vault's pod may be restarted at any time, and is sealed then. */
const freshMs = 5_000

/** Of a Vault that tells what it has, nobody need ask whether it is open. */
export const sealStatus: Question<Pick<SealStatus, 'initialized' | 'sealed'>> = {
  ...{to: 'cluster', freshMs},
  async ask({kubectl, config, answers}) {
    const isOpen = config().credentials.vault !== null && (await answers.ifAnswered(vaultLacks))
    return isOpen ? {initialized: true, sealed: false} : new VaultApi(kubectl).sealStatus()
  },
}

/** The credentials in the Secret `vault`. One that somebody else wrote, or an earlier rde, is not marked. */
export const vaultSecret: Question<VaultCredentials | undefined> = {
  ...{to: 'cluster', freshMs},
  ask: async ({kubectl, answers}) => vaultSecretIn(await answers.of(keptObjects)) ?? readVaultSecret(kubectl),
}

/** What Vault lacks of what relay-core needs in it; nothing where its token is not known. */
export const vaultLacks: Question<readonly string[]> = {
  ...{to: 'cluster', freshMs},
  async ask({kubectl, config}) {
    const {vault} = config().credentials
    return vault === null ? [] : new VaultApi(kubectl).missing(vault.rootToken)
  },
}
