import {isProcessError} from '@rde/process-runner'
import type {Kubectl, Snapshot} from '@rde/toolchain'

import {installedRecords, type InstalledRecord} from '../install/installed-record.js'
import {presentNames} from '../install/present-names.js'
import {relayCore} from '../install/relay-core/relay-core-names.js'
import {VaultApi} from '../install/vault/vault-api.js'
import {componentStatuses, type ComponentStatus} from './component-status.js'

/** Asks the cluster how the components are that rde installed in it; none on a bare cluster. */
export async function askStack(kubectl: Kubectl, survey: Snapshot): Promise<ComponentStatus[]> {
  const records = await installedRecords(kubectl)
  if (records.size === 0) return []
  const [present, further] = await Promise.all([presentNames(kubectl), furtherProblems(records, kubectl)])
  return componentStatuses(records, {survey, present, further})
}

/** What no pod shows: a sealed Vault is Running, an API can hang in a pod that is Ready. */
async function furtherProblems(
  records: ReadonlyMap<string, InstalledRecord>,
  kubectl: Kubectl,
): Promise<Map<string, string>> {
  const [vault, metadataApi] = await Promise.all([
    records.has('vault') ? vaultProblem(kubectl) : undefined,
    records.has('relay-core') ? metadataApiProblem(kubectl) : undefined,
  ])
  const found = [['vault', vault] as const, ['relay-core', metadataApi] as const]
  return new Map(found.flatMap(([id, problem]) => (problem === undefined ? [] : [[id, problem] as const])))
}

async function vaultProblem(kubectl: Kubectl): Promise<string | undefined> {
  try {
    const {initialized, sealed} = await new VaultApi(kubectl).sealStatus()
    if (!initialized) return 'is not initialised'
    return sealed ? 'is sealed' : undefined
  } catch (error) {
    return unanswered(error, 'does not answer')
  }
}

async function metadataApiProblem(kubectl: Kubectl): Promise<string | undefined> {
  const {namespace, name} = relayCore
  try {
    await kubectl.raw(`/api/v1/namespaces/${namespace}/services/${name}-metadata-api:http/proxy/healthz`)
    return undefined
  } catch (error) {
    return unanswered(error, 'its metadata API does not answer')
  }
}

function unanswered(error: unknown, problem: string): string {
  if (!isProcessError(error)) throw error
  return problem
}
