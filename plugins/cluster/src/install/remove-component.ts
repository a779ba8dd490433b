import {dependencyOrder} from '@rde/config'
import type {Helm, Kubectl} from '@rde/toolchain'

import {forgetRecord, type InstalledRecord} from './installed-record.js'

interface RemovalContext {
  readonly kubectl: Kubectl
  readonly helm: Helm
  report(line: string): void
}

/** Removes what a component consists of, its volumes included, and what is remembered of it. */
export async function removeComponent(record: InstalledRecord, {kubectl, helm, report}: RemovalContext): Promise<void> {
  const {id, title, origin} = record
  report(`removing ${title}`)
  for (const {release, namespace} of origin?.releases ?? []) await helm.uninstall({release, namespace})
  // The last that was made goes first: what lives in a namespace before that.
  await kubectl.delete([...(origin?.objects ?? [])].reverse())
  for (const {namespace, labels} of origin?.claims ?? []) {
    const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
    const args = ['--namespace', namespace, '--selector', selector.join(','), '--ignore-not-found', '--wait=false']
    await kubectl.run('delete', 'persistentvolumeclaims', ...args)
  }
  await forgetRecord(kubectl, id)
}

/** The order in which they can go: what others need goes last. */
export function dependantsFirst(records: readonly InstalledRecord[]): InstalledRecord[] {
  const byId = new Map(records.map((record) => [record.id, record]))
  const {ordered} = dependencyOrder(new Map(records.map(({id, after}) => [id, after])))
  return ordered.map((id) => byId.get(id)!).reverse()
}
