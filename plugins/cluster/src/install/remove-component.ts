import {dependencyOrder} from '@rde/config'
import type {Helm, Kubectl} from '@rde/toolchain'

import {forgetRecord, type InstalledRecord} from './installed-record.js'

interface RemovalContext {
  readonly kubectl: Kubectl
  readonly helm: Helm
  report(line: string): void
}

/** Removes a component with its volumes and its record. */
export async function removeComponent(record: InstalledRecord, {kubectl, helm, report}: RemovalContext): Promise<void> {
  const {id, title, origin} = record
  report(`removing ${title}`)
  for (const {release, namespace} of origin?.releases ?? []) await helm.uninstall({release, namespace})
  // In reverse order of creation: the objects in a namespace before the namespace.
  await kubectl.delete([...(origin?.objects ?? [])].reverse())
  for (const {namespace, labels} of origin?.claims ?? []) {
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
    const args = ['--namespace', namespace, '--selector', selector.join(','), '--ignore-not-found', '--wait=false']
    await kubectl.run('delete', 'persistentvolumeclaims', ...args)
  }
  await forgetRecord(kubectl, id)
}

/** Sorts the records for removal: dependencies last. */
export function dependantsFirst(records: readonly InstalledRecord[]): InstalledRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const {ordered} = dependencyOrder(new Map(records.map(({id, after}) => [id, after])))
  return ordered.map((id) => byId.get(id)!).reverse()
}
