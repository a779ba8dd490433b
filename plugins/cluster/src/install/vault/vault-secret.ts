import type {Kubectl} from '@rde/toolchain'
import {vaultPlace} from '@rde/toolchain/relay-core-places'

import type {VaultCredentials} from './vault-api.js'

/** The keys that relay-core looks for. */
const keys = {token: vaultPlace.tokenKey, unsealKey: 'unseal-key'} as const

interface SecretObject {
  readonly data?: Readonly<Record<string, string>>
}

/** The Secret `vault` that relay-core reads its credentials from; undefined if there is none. */
export async function readVaultSecret(kubectl: Kubectl): Promise<VaultCredentials | undefined> {
  const {namespace, secret} = vaultPlace
  const [found] = await kubectl.list<SecretObject>(
    'secrets',
    '--namespace',
    namespace,
    '--field-selector',
    `metadata.name=${secret}`,
  )
  const decoded = (key: string) => Buffer.from(found?.data?.[key] ?? '', 'base64').toString()
  const [rootToken, unsealKey] = [decoded(keys.token), decoded(keys.unsealKey)]
  return rootToken === '' || unsealKey === '' ? undefined : {rootToken, unsealKeys: [unsealKey]}
}

export async function writeVaultSecret(kubectl: Kubectl, {rootToken, unsealKeys}: VaultCredentials): Promise<void> {
  const {namespace, secret} = vaultPlace
  const stringData = {[keys.token]: rootToken, [keys.unsealKey]: unsealKeys[0]}
  await kubectl.apply([
    {apiVersion: 'v1', kind: 'Secret', metadata: {name: secret, namespace}, type: 'Opaque', stringData},
  ])
}
