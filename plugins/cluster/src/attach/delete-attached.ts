import {acquireLock, readConfig, type RdeConfig} from '@rde/config'
import type {Session, Tools} from '@rde/plugin-kit'
import {snapshotWorkloads, type Kubectl} from '@rde/toolchain'

import {installedRecords, type InstalledObject, type InstalledRecord} from '../install/installed-record.js'
import {listNamespaces} from '../install/list-namespaces.js'
import {relayCore} from '../install/relay-core/relay-core-names.js'
import {dependantsFirst, removeComponent} from '../install/remove-component.js'
import {ourLabel} from '../install/remember-origin.js'
import {learnSecrets} from '../learn-secrets.js'
import type {DeleteOptions, DeleteResult} from '../providers/provider.js'
import {awaitVolumes, claimedVolumes} from './claimed-volumes.js'
import {confirmProduction} from './confirm-production.js'
import {forgetCluster} from './forget-cluster.js'
import {forgetFoundNamespaces, foundNamespaces} from './found-namespaces.js'
import {removeCustomObjects} from './remove-custom-objects.js'
import {restoreStopped} from './stop-attached.js'

/** Names the context, and the namespaces that go. */
export async function deleteAttachedQuestion(session: Session): Promise<string> {
  const {data, identity, tools} = session
  const attached = (await readConfig(data))?.cluster.attached
  const records = await installedRecords(tools().kubectl)
  const titles = [...records.values()].map(({title}) => title)
  const what = titles.length === 0 ? 'rde installed nothing there' : `rde removes ${titles.join(', ')} from it`
  const found = await foundNamespaces(tools().kubectl)
  const namespaces = [...new Set([...records.values()].flatMap(namespacesOf))].filter((name) => !found?.has(name))
  const where = namespaces.length === 0 ? '' : `, with the namespaces ${namespaces.join(', ')}`
  return `${identity.name} is the context ${attached?.context}; ${what}${where}. Remove and forget it?`
}

/** Removes what rde installed in the cluster, by its own records, and nothing else; then forgets the cluster. */
export async function deleteAttached(session: Session, {signal, report}: DeleteOptions): Promise<DeleteResult> {
  const {data, identity} = session
  await confirmTarget(await readConfig(data))
  const lock = await acquireLock(data, {command: 'rde cluster delete'})
  try {
    await learnSecrets(session)
    const tools = session.tools({signal, children: lock.children})
    const records = dependantsFirst([...(await installedRecords(tools.kubectl)).values()])
    const left = await removeInstalled(records, {...tools, signal, report})
    const note = await forgetCluster(data)
    if (note !== undefined) report(note)
    const removed = {containers: [], networks: [], volumes: []}
    const components = records.map(({title}) => title)
    const kept = ['the images in its registry']
    return {cluster: identity.name, removed, components, folder: data.cluster, kept, left}
  } finally {
    lock.release()
  }
}

type RemovalContext = Tools & Pick<DeleteOptions, 'signal' | 'report'>

/** What has finalizers goes first, while those run that take them off. Resolves with what should be gone and is not. */
async function removeInstalled(records: readonly InstalledRecord[], context: RemovalContext): Promise<string[]> {
  const {kubectl, docker, report} = context
  if (records.length > 0) {
    await restoreStopped((await snapshotWorkloads(kubectl, docker, [])).workloads, kubectl)
    await removeCustomObjects(records, context)
  }
  const found = await foundNamespaces(kubectl)
  const ours = await ourNamespaces(records, found, kubectl)
  const volumes = await claimedVolumes(records, ours, kubectl)
  for (const record of records) await removeComponent(without(record, found), context)
  if (records.some(({id}) => id === 'relay-core')) await removeMadeByInstaller(kubectl)
  if (ours.size > 0) {
    report(`removing the namespaces ${[...ours].join(', ')}`)
    await kubectl.delete([...ours].map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})))
  }
  const volumesLeft = await awaitVolumes(volumes, context)
  await forgetFoundNamespaces(kubectl)
  const maybe = found === undefined ? records.flatMap(namespacesOf).filter((name) => !ours.has(name)) : []
  return [...new Set(maybe.map((name) => `namespace/${name} (it may have been there before rde)`)), ...volumesLeft]
}

/** The kubeconfig that was copied names the server. */
async function confirmTarget(config: RdeConfig | undefined): Promise<void> {
  const {clusters = []} = (config?.kubeconfig ?? {}) as {clusters?: ReadonlyArray<{cluster?: {server?: string}}>}
  const context = config?.cluster.attached?.context
  if (context !== undefined) await confirmProduction({context, server: clusters[0]?.cluster?.server ?? ''})
}

/** Undefined where nobody noted it. */
type FoundNamespaces = ReadonlySet<string> | undefined

/** What relay-core's installer and operator made outside of namespaces: no owner takes it along. A webhook without its server would refuse pods. */
async function removeMadeByInstaller(kubectl: Kubectl): Promise<void> {
  const made = `install.relay.sh/relay-core=${relayCore.name}`
  const kinds = 'clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations'
  await kubectl.run('delete', kinds, '--selector', made, '--ignore-not-found')
  const webhook = ['mutatingwebhookconfigurations', `${relayCore.name}-operator`]
  await kubectl.run('delete', ...webhook, '--ignore-not-found')
}

/** A namespace that was there before rde stays, whatever else is in it; and so does one that may have been. */
function without(record: InstalledRecord, found: FoundNamespaces): InstalledRecord {
  const {origin} = record
  if (origin === undefined) return record
  const isFound = ({kind, metadata}: InstalledObject) => kind === 'Namespace' && (found?.has(metadata.name) ?? true)
  return {...record, origin: {...origin, objects: origin.objects.filter((object) => !isFound(object))}}
}

/**
 * The namespaces that go: those that components need and those that rde made, but for those that were there before. Where it is
 * not known which those are, only what has rde's label.
 */
async function ourNamespaces(
  records: readonly InstalledRecord[],
  found: FoundNamespaces,
  kubectl: Kubectl,
): Promise<Set<string>> {
  const labelled = await listNamespaces(kubectl, ourLabel)
  if (found === undefined) return new Set(labelled)
  return new Set([...records.flatMap(({namespaces}) => namespaces), ...labelled].filter((name) => !found.has(name)))
}

function namespacesOf({namespaces, origin}: InstalledRecord): string[] {
  const made = (origin?.objects ?? []).filter(({kind}) => kind === 'Namespace').map(({metadata: {name}}) => name)
  return [...namespaces, ...made, ...(origin?.releases ?? []).map(({namespace}) => namespace)]
}
