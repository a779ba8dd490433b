import type {Question} from '@rde/plugin-kit'

import {keptObjects} from '../kept-objects.js'
import {VaultApi, type SealStatus, type VaultCredentials} from './vault-api.js'
import {readVaultSecret, vaultSecretIn} from './vault-secret.js'

/** Vault's pod may be restarted at any time, and is sealed then. */
const freshMs = 5_000

/** A Vault that has answered `missingInVault` is open, so it is not asked again. */
export const sealStatus: Question<Pick<SealStatus, 'initialized' | 'sealed'>> = {
  ...{to: 'cluster', freshMs},
  async ask({kubectl, config, answers}) {
    const isOpen = config().credentials.vault !== null && (await answers.ifAnswered(missingInVault))
    return isOpen ? {initialized: true, sealed: false} : new VaultApi(kubectl).sealStatus()
  },
}

/** The credentials in the Secret `vault`. A Secret written by someone else or by an earlier rde has no label. */
export const vaultSecret: Question<VaultCredentials | undefined> = {
  ...{to: 'cluster', freshMs},
  ask: async ({kubectl, answers}) => vaultSecretIn(await answers.of(keptObjects)) ?? readVaultSecret(kubectl),
}

/** What relay-core needs and Vault does not have; empty if Vault's token is unknown. */
export const missingInVault: Question<readonly string[]> = {
  ...{to: 'cluster', freshMs},
  async ask({kubectl, config}) {
    const {vault} = config().credentials
    return vault === null ? [] : new VaultApi(kubectl).missing(vault.rootToken)
  },
}
