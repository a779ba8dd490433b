import type {Question} from '@rde/plugin-kit'
import type {Kubectl, WorkloadName} from '@rde/toolchain'

import {componentLabel, keptObjects, type KeptObject} from './kept-objects.js'

/** One ConfigMap per component, because phases that run in parallel must not write to the same object. */
const namespace = 'kube-system'

/** The hash of a component that no longer runs as it was installed: the next start installs it again. */
export const unfinished = 'unfinished'

/** What a component was installed from and what it put on the cluster. */
export interface InstalledRecord {
  readonly id: string
  readonly title: string
  readonly version: string
  /** Hash of everything it was installed from; `unfinished` while that is being changed. */
  readonly hash: string
  /** The same hash without the images that a patch can change. */
  readonly base?: string | undefined
  /** Ids of the components that it needs. */
  readonly after: readonly string[]
  /** Names of its custom resource definitions. */
  readonly crds: readonly string[]
  /** Namespaces that it needs in addition to those of `awaited`. */
  readonly namespaces: readonly string[]
  /** What must run for it to be ready. */
  readonly awaited: readonly WorkloadName[]
  /** Used to remove it. Clusters made by an earlier rde have it only for components of extensions. */
  readonly origin?: {
    /** The team's extension that it comes from, if any. */
    readonly extension?: string
    readonly objects: readonly InstalledObject[]
    readonly releases: ReadonlyArray<{readonly release: string; readonly namespace: string}>
    /** Selectors of the volumes that its StatefulSets made: the volumes outlive them. */
    readonly claims: ReadonlyArray<{readonly namespace: string; readonly labels: Readonly<Record<string, string>>}>
    /** Image references of its services. */
    readonly images: readonly string[]
  }
}

/** The fields that identify an object. */
export interface InstalledObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {readonly name: string; readonly namespace?: string}
}

/** What was installed, by component id. Stored in the cluster, not in a file, because it describes the cluster. */
export async function installedRecords(kubectl: Kubectl): Promise<Map<string, InstalledRecord>> {
  return recordsIn(await kubectl.list('configmaps', '--namespace', namespace, '--selector', componentLabel))
}

function recordsIn(objects: readonly KeptObject[]): Map<string, InstalledRecord> {
  const records = objects.flatMap(({data}) =>
    data?.['component'] === undefined ? [] : [JSON.parse(data['component']) as InstalledRecord],
  )
  return new Map(records.map((record) => [record.id, record]))
}

/** The installed records at the beginning of this start. */
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
