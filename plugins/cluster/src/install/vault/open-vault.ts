import {RdeError} from '@rde/errors'
import type {PhaseContext, PhaseOutcome} from '@rde/plugin-kit'
import {isProcessError} from '@rde/process-runner'
import {isUnreachable} from '@rde/toolchain'
import {vaultLocation} from '@rde/toolchain/cluster/relay-core-places'

import {keptObjects} from '../kept-objects.js'
import {disagreement, VaultApi, type VaultCredentials} from './vault-api.js'
import {sealStatus, vaultSecret} from './vault-questions.js'
import {writeVaultSecret} from './vault-secret.js'

/**
 * Initialises a new Vault, unseals a sealed one, and keeps its credentials in config.json and in the Secret `vault`.
 * Where they contradict each other nothing is changed (`RDE_VAULT_DISAGREES`).
 */
export async function openVault(context: PhaseContext): Promise<PhaseOutcome> {
  const {kubectl, report, answers} = context
  const vault = new VaultApi(kubectl)
  const [status, secret] = await Promise.all([answers.of(sealStatus), answers.of(vaultSecret)])
  const known = knownCredentials(context)
  // This state is about to change.
  if (!status.initialized || status.sealed) answers.forget(sealStatus, vaultSecret, keptObjects)
  if (!status.initialized) {
    report('initialising')
    const initialised = await vault.initialise().catch(async (error: unknown) => {
      throw await notInitialised(error, context)
    })
    await keep(initialised, context)
    const note =
      known === undefined
        ? 'initialised, unsealed'
        : 'it was empty: initialised again, unsealed; earlier secrets are lost'
    await Promise.all([unseal(vault, context), writeVaultSecret(kubectl, knownCredentials(context)!)])
    return {changed: true, detail: note}
  }
  const credentials = known ?? secret
  if (credentials === undefined) throw disagreement('Vault was initialised elsewhere, and its unseal key is unknown')
  if (known === undefined) await keep(credentials, context)
  if (status.sealed) {
    report('unsealing')
    await unseal(vault, context)
  }
  const restored = await restoreSecret({vault, secret, credentials}, context)
  const done = [...(status.sealed ? ['unsealed'] : []), ...restored]
  return {changed: done.length > 0, detail: done.length > 0 ? done.join(', ') : 'open'}
}

/** The API server's proxy hides Vault's message, so read its log. A Vault that was never initialised has no data. */
async function notInitialised(error: unknown, {kubectl}: PhaseContext): Promise<unknown> {
  if (!isProcessError(error) || isUnreachable(error)) return error
  const {namespace, pod, container} = vaultLocation
  const log = await kubectl
    .run('logs', pod, '--namespace', namespace, '--container', container, '--tail=5')
    .catch(() => '')
  return new RdeError(['Vault cannot be initialised.', log.trim() || error.stderr.trim()].join('\n'), {
    code: 'RDE_VAULT_FAILED',
    outcome: 'The cluster was kept; rde cluster start continues with Vault.',
    remedies: [
      {what: 'See its log', command: `rde kubectl logs ${pod} --namespace ${namespace} --container ${container}`},
      {
        what: 'Give it a new, empty volume',
        command: `rde kubectl delete pvc/data-${pod} pod/${pod} --namespace ${namespace} && rde cluster start`,
      },
    ],
  })
}

function knownCredentials({config}: PhaseContext): VaultCredentials | undefined {
  return config().credentials.vault ?? undefined
}

/** Saves the credentials to disk first: a Vault whose key is lost can never be opened again. */
async function keep({rootToken, unsealKeys}: VaultCredentials, {updateConfig}: PhaseContext): Promise<void> {
  const vault = {rootToken, unsealKeys: [...unsealKeys]}
  await updateConfig((config) => ({...config, credentials: {...config.credentials, vault}}))
}

async function unseal(vault: VaultApi, context: PhaseContext): Promise<void> {
  const {unsealKeys} = knownCredentials(context)!
  if (!(await vault.unseal(unsealKeys))) throw disagreement('the key in config.json does not unseal it')
}

interface SecretState {
  readonly vault: VaultApi
  readonly secret: VaultCredentials | undefined
  readonly credentials: VaultCredentials
}

/** Writes the Secret again if it is missing; one with other content is not changed. */
async function restoreSecret(
  {vault, secret, credentials}: SecretState,
  {kubectl, answers}: PhaseContext,
): Promise<string[]> {
  if (secret !== undefined && areSame(secret, credentials)) return []
  if (!(await vault.knows(credentials.rootToken))) throw disagreement('Vault does not know the token in config.json')
  if (secret !== undefined) throw disagreement('the Secret `vault` in relay-system holds another token or unseal key')
  await writeVaultSecret(kubectl, credentials)
  answers.forget(vaultSecret, keptObjects)
  return ['its Secret restored']
}

/** Compares the key as well: Vault detects a wrong one only when it is sealed, after the next stop. */
function areSame(one: VaultCredentials, other: VaultCredentials): boolean {
  return one.rootToken === other.rootToken && one.unsealKeys[0] === other.unsealKeys[0]
}
