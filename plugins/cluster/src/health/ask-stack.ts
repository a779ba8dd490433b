import {isProcessError} from '@rde/process-runner'
import type {Kubectl, Snapshot} from '@rde/toolchain'

import {installedRecords, type InstalledRecord} from '../install/installed-record.js'
import {readCrds} from '../install/present-crds.js'
import {relayCore} from '../install/relay-core/relay-core-names.js'
import {VaultApi} from '../install/vault/vault-api.js'
import {componentStatuses, type ComponentFinding, type ComponentStatus} from './component-status.js'

export interface StackHealth {
  readonly components: readonly ComponentStatus[]
  /** What rde installed, by component id. */
  readonly installed: ReadonlyMap<string, InstalledRecord>
}

/** Reads the state of the components that rde installed in the cluster; none on a bare cluster. */
export async function askStack(kubectl: Kubectl, snapshot: Snapshot): Promise<StackHealth> {
  const installed = await installedRecords(kubectl)
  if (installed.size === 0) return {components: [], installed}
  const [crds, further] = await Promise.all([readCrds(kubectl), furtherFindings(installed, kubectl)])
  return {components: componentStatuses(installed, {snapshot, crds, further}), installed}
}

/** Findings that pods do not show: a sealed Vault is Running, and an API can hang in a pod that is Ready. */
async function furtherFindings(
  records: ReadonlyMap<string, InstalledRecord>,
  kubectl: Kubectl,
): Promise<Map<string, ComponentFinding>> {
  const ask = async (id: string, query: (kubectl: Kubectl) => Promise<ComponentFinding>) =>
    records.has(id) ? [[id, await query(kubectl)] as const] : []
  const found = await Promise.all([ask('vault', vaultFinding), ask('relay-core', metadataApiFinding)])
  return new Map(found.flat())
}

async function vaultFinding(kubectl: Kubectl): Promise<ComponentFinding> {
  try {
    const {initialized, sealed, version} = await new VaultApi(kubectl).sealStatus()
    if (!initialized) return {problem: 'is not initialised'}
    return sealed ? {problem: 'is sealed'} : {note: `Vault ${version}, unsealed`}
  } catch (error) {
    return unanswered(error, 'does not answer')
  }
}

async function metadataApiFinding(kubectl: Kubectl): Promise<ComponentFinding> {
  const {namespace, name} = relayCore
  try {
    await kubectl.raw(`/api/v1/namespaces/${namespace}/services/${name}-metadata-api:http/proxy/healthz`)
    return {}
  } catch (error) {
    return unanswered(error, 'its metadata API does not answer')
  }
}

function unanswered(error: unknown, problem: string): ComponentFinding {
  if (!isProcessError(error)) throw error
  return {problem}
}
