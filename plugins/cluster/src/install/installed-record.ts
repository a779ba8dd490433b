import type {Question} from '@rde/plugin-kit'
import type {Kubectl, WorkloadName} from '@rde/toolchain'

import {componentLabel, keptObjects, type KeptObject} from './kept-objects.js'

/** One ConfigMap a component, since phases that run side by side must not write into one object. */
const namespace = 'kube-system'

/** The hash of a component that does not run as it was installed: the next start installs it again. */
export const unfinished = 'unfinished'

/** What a component was installed from and what it put on the cluster. */
export interface InstalledRecord {
  readonly id: string
  readonly title: string
  readonly version: string
  /** Of everything it was installed from; `unfinished` while that is being changed. */
  readonly hash: string
  /** Of the same but for the images that a patch can change. */
  readonly base?: string | undefined
  /** Ids of the components that it needs. */
  readonly after: readonly string[]
  /** Names of its custom resource definitions. */
  readonly crds: readonly string[]
  /** Names of the namespaces that it needs, beside those of what must run. */
  readonly namespaces: readonly string[]
  /** What must run for it to be ready. */
  readonly awaited: readonly WorkloadName[]
  /** For its removal. Clusters that an earlier rde made have it of the components of extensions alone. */
  readonly origin?: {
    /** The team's extension that it comes from, if it does. */
    readonly extension?: string
    readonly objects: readonly InstalledObject[]
    readonly releases: ReadonlyArray<{readonly release: string; readonly namespace: string}>
    /** What finds the volumes that StatefulSets made: they outlive them. */
    readonly claims: ReadonlyArray<{readonly namespace: string; readonly labels: Readonly<Record<string, string>>}>
    /** References of its services. */
    readonly images: readonly string[]
  }
}

/** As much of an object as names it. */
export interface InstalledObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string}
}

/** What was installed, by the component's id. It is kept in the cluster, not in a file: it is about what the cluster holds. */
export async function installedRecords(kubectl: Kubectl): Promise<Map<string, InstalledRecord>> {
  return recordsIn(await kubectl.list('configmaps', '--namespace', namespace, '--selector', componentLabel))
}

function recordsIn(objects: readonly KeptObject[]): Map<string, InstalledRecord> {
  const records = objects.flatMap(({data}) =>
    data?.['component'] === undefined ? [] : [JSON.parse(data['component']) as InstalledRecord],
  )
  return new Map(records.map((record) => [record.id, record]))
}

/** What each component was installed from, when this start began. */
export const recordsBefore: Question<ReadonlyMap<string, InstalledRecord>> = {
  to: 'cluster',
  async ask({answers}) {
    const kept = await answers.of(keptObjects)
    return recordsIn(kept.filter(({kind, metadata}) => kind === 'ConfigMap' && metadata.namespace === namespace))
  },
}

export async function keepRecord(kubectl: Kubectl, record: InstalledRecord): Promise<void> {
  const metadata = {name: `rde-component-${record.id}`, namespace, labels: {[componentLabel]: record.id}}
  await kubectl.apply([{apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {component: JSON.stringify(record)}}])
}

export async function forgetRecord(kubectl: Kubectl, id: string): Promise<void> {
  await kubectl.run('delete', 'configmap', `rde-component-${id}`, '--namespace', namespace, '--ignore-not-found')
}
