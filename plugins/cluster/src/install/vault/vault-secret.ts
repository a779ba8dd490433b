import type {Kubectl} from '@rde/toolchain'
import {vaultLocation} from '@rde/toolchain/cluster/relay-core-places'

import {componentLabel, type KeptObject} from '../kept-objects.js'
import type {VaultCredentials} from './vault-api.js'

/** The keys that relay-core reads. */
const keys = {token: vaultLocation.tokenKey, unsealKey: 'unseal-key'} as const

const {namespace, secret} = vaultLocation

/** The content of the Secret `vault`, from which relay-core reads its credentials; undefined if there is none. */
export async function readVaultSecret(kubectl: Kubectl): Promise<VaultCredentials | undefined> {
  const named = `metadata.name=${secret}`
  return vaultSecretIn(await kubectl.list('secrets', '--namespace', namespace, '--field-selector', named))
}

export function vaultSecretIn(objects: readonly KeptObject[]): VaultCredentials | undefined {
  const found = objects.find(
    ({kind, metadata}) => kind === 'Secret' && metadata.namespace === namespace && metadata.name === secret,
  )
  const decoded = (key: string) => Buffer.from(found?.data?.[key] ?? '', 'base64').toString()
  const [rootToken, unsealKey] = [decoded(keys.token), decoded(keys.unsealKey)]
  return rootToken === '' || unsealKey === '' ? undefined : {rootToken, unsealKeys: [unsealKey]}
}

export async function writeVaultSecret(kubectl: Kubectl, {rootToken, unsealKeys}: VaultCredentials): Promise<void> {
  const metadata = {name: secret, namespace, labels: {[componentLabel]: 'vault'}}
  const stringData = {[keys.token]: rootToken, [keys.unsealKey]: unsealKeys[0]}
  await kubectl.apply([{apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData}])
}
