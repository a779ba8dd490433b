import {rm} from 'node:fs/promises'

import {acquireLock, readConfig} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {snapshotWorkloads, type Kubectl} from '@rde/toolchain'

import {installedRecords, type InstalledObject, type InstalledRecord} from '../install/installed-record.js'
import {listNamespaces} from '../install/list-namespaces.js'
import {relayCore} from '../install/relay-core/relay-core-names.js'
import {dependantsFirst, removeComponent} from '../install/remove-component.js'
import {ourLabel} from '../install/remember-origin.js'
import {learnSecrets} from '../learn-secrets.js'
import type {DeleteOptions, DeleteResult} from '../providers/provider.js'
import {forgetFoundNamespaces, foundNamespaces} from './found-namespaces.js'
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

/**
 * Removes what rde installed in the cluster, by its own records, and nothing else; then forgets the cluster. What has
 * finalizers goes first, while those run that take them off.
 */
export async function deleteAttached(session: Session, {signal, report}: DeleteOptions): Promise<DeleteResult> {
  const {data, identity} = session
  const lock = await acquireLock(data, {command: 'rde cluster delete'})
  try {
    await learnSecrets(session)
    const {kubectl, helm, docker} = session.tools({signal, children: lock.children})
    const records = dependantsFirst([...(await installedRecords(kubectl)).values()])
    if (records.length > 0) {
      await restoreStopped((await snapshotWorkloads(kubectl, docker, [])).workloads, kubectl)
      await removeCustomObjects(records, kubectl, report)
    }
    const found = (await foundNamespaces(kubectl)) ?? new Set()
    for (const record of records) await removeComponent(without(record, found), {kubectl, helm, report})
    if (records.some(({id}) => id === 'relay-core')) await removeMadeByInstaller(kubectl)
    await removeNamespaces(records, found, kubectl)
    await forgetFoundNamespaces(kubectl)
    await rm(data.cluster, {recursive: true, force: true, maxRetries: 3})
    const removed = {containers: [], networks: [], volumes: []}
    const components = records.map(({title}) => title)
    const kept = ['the images in its registry']
    return {cluster: identity.name, removed, components, folder: data.cluster, kept}
  } finally {
    lock.release()
  }
}

/** What was made of our definitions, by users too: it goes with the definitions, but its finalizers need their controllers. */
async function removeCustomObjects(
  records: readonly InstalledRecord[],
  kubectl: Kubectl,
  report: (line: string) => void,
): Promise<void> {
  const kinds = records.flatMap(({crds}) => crds).filter((name) => name.endsWith('.relay.sh'))
  if (kinds.length === 0) return
  report('removing runs, workflows and tenants')
  for (const kind of kinds) {
    const args = ['delete', kind, '--all', '--all-namespaces', '--ignore-not-found', '--wait=false']
    await kubectl.run(...args).catch(() => '')
    await kubectl.wait([kind, '--all', '--all-namespaces', '--for=delete'], 60_000).catch(() => {})
  }
}

/** What relay-core's installer and operator made outside of namespaces: no owner takes it along. A webhook without its server would refuse pods. */
async function removeMadeByInstaller(kubectl: Kubectl): Promise<void> {
  const made = `install.relay.sh/relay-core=${relayCore.name}`
  const kinds = 'clusterroles,clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations'
  await kubectl.run('delete', kinds, '--selector', made, '--ignore-not-found')
  const webhook = ['mutatingwebhookconfigurations', `${relayCore.name}-operator`]
  await kubectl.run('delete', ...webhook, '--ignore-not-found')
}

/** A namespace that was there before rde stays, whatever else is in it. */
function without(record: InstalledRecord, found: ReadonlySet<string>): InstalledRecord {
  const {origin} = record
  if (origin === undefined) return record
  const isFound = ({kind, metadata}: InstalledObject) => kind === 'Namespace' && found.has(metadata.name)
  return {...record, origin: {...origin, objects: origin.objects.filter((object) => !isFound(object))}}
}

async function removeNamespaces(
  records: readonly InstalledRecord[],
  found: ReadonlySet<string>,
  kubectl: Kubectl,
): Promise<void> {
  const needed = records.flatMap(({namespaces}) => namespaces)
  const names = new Set([...needed, ...(await listNamespaces(kubectl, ourLabel))])
  const ours = [...names].filter((name) => !found.has(name))
  const objects = ours.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}}))
  if (objects.length > 0) await kubectl.delete(objects)
}

function namespacesOf({namespaces, origin}: InstalledRecord): string[] {
  const made = (origin?.objects ?? []).filter(({kind}) => kind === 'Namespace').map(({metadata: {name}}) => name)
  return [...namespaces, ...made, ...(origin?.releases ?? []).map(({namespace}) => namespace)]
}
