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

/** The question names the context, the components and the namespaces to remove. */
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

/** Removes from the cluster only what rde installed, according to its records; then forgets the cluster. */
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

/** Objects with finalizers go first, while their controllers still run. Resolves with what could not be removed. */
async function removeInstalled(records: readonly InstalledRecord[], context: RemovalContext): Promise<string[]> {
  const {kubectl, docker, report} = context
  if (records.length > 0) {
    await restoreStopped((await snapshotWorkloads(kubectl, docker, [])).workloads, kubectl)
    await removeCustomObjects(records, context)
  }
  const found = await foundNamespaces(kubectl)
  const ours = await ourNamespaces(records, found, kubectl)
  const volumes = await claimedVolumes(records, ours, kubectl)
  for (const record of records) await removeComponent(keepFoundNamespaces(record, found), context)
  if (records.some(({id}) => id === 'relay-core')) await removeInstallerObjects(kubectl)
  if (ours.size > 0) {
    report(`removing the namespaces ${[...ours].join(', ')}`)
    await kubectl.delete([...ours].map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})))
  }
  const volumesLeft = await awaitVolumes(volumes, context)
  await forgetFoundNamespaces(kubectl)
  const maybe = found === undefined ? records.flatMap(namespacesOf).filter((name) => !ours.has(name)) : []
  return [...new Set(maybe.map((name) => `namespace/${name} (it may have been there before rde)`)), ...volumesLeft]
}

/** The server is in the copied kubeconfig. */
async function confirmTarget(config: RdeConfig | undefined): Promise<void> {
  const {clusters = []} = (config?.kubeconfig ?? {}) as {clusters?: ReadonlyArray<{cluster?: {server?: string}}>}
  const context = config?.cluster.attached?.context
  if (context !== undefined) await confirmProduction({context, server: clusters[0]?.cluster?.server ?? ''})
}

/** The namespaces that existed before rde; undefined if that was not recorded. */
type FoundNamespaces = ReadonlySet<string> | undefined

/**
 * Removes the cluster-wide objects of relay-core's installer and operator, which have no owner. A webhook without its
 * server would refuse pods.
 */
async function removeInstallerObjects(kubectl: Kubectl): Promise<void> {
  const selector = `install.relay.sh/relay-core=${relayCore.name}`
  const kinds = 'clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations'
  await kubectl.run('delete', kinds, '--selector', selector, '--ignore-not-found')
  const webhook = ['mutatingwebhookconfigurations', `${relayCore.name}-operator`]
  await kubectl.run('delete', ...webhook, '--ignore-not-found')
}

/** Takes namespaces out of the record that existed, or may have existed, before rde: they are not deleted. */
function keepFoundNamespaces(record: InstalledRecord, found: FoundNamespaces): InstalledRecord {
  const {origin} = record
  if (origin === undefined) return record
  const isFound = ({kind, metadata}: InstalledObject) => kind === 'Namespace' && (found?.has(metadata.name) ?? true)
  return {...record, origin: {...origin, objects: origin.objects.filter((object) => !isFound(object))}}
}

/**
 * The namespaces to remove: those that components need and those that rde created, except those that existed before. If
 * that was not recorded, only those with the label of rde.
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
