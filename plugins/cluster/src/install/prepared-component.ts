import type {PreparedComponent} from '@rde/stack'
import {missingOfWorkload, type Snapshot, type WorkloadName, type WorkloadObject} from '@rde/toolchain'

import type {InstalledRecord} from './installed-record.js'

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const

/** The record of the component that the cluster stores. */
export function recordOf(prepared: PreparedComponent): InstalledRecord {
  const {id, title, version, hash, after, namespaces} = prepared
  const crds = prepared.crds.map(({metadata}) => metadata.name)
  return {id, title, version, hash, after, namespaces, crds, awaited: allAwaited(prepared), ...originOf(prepared)}
}

function originOf({extension, images, crds, objects, charts}: PreparedComponent): Pick<InstalledRecord, 'origin'> {
  const named = [...crds, ...objects].map(({apiVersion, kind, metadata: {name, namespace}}) => ({
    ...{apiVersion, kind},
    metadata: {name, ...(namespace !== undefined && {namespace})},
  }))
  const releases = charts.map(({release, namespace}) => ({release, namespace}))
  const claims = objects.flatMap(({kind, metadata: {namespace = 'default'}, spec}) => {
    const labels = (spec as WorkloadObject['spec'] | undefined)?.selector?.matchLabels
    return kind === 'StatefulSet' && labels !== undefined ? [{namespace, labels}] : []
  })
  return {origin: {...(extension !== undefined && {extension}), objects: named, releases, claims, images}}
}

/** What must run for it to be ready: the workloads among its objects, and those that the stack names in addition. */
export function allAwaited({objects, awaited}: PreparedComponent): WorkloadName[] {
  const own = objects.flatMap(({kind, metadata: {name, namespace = 'default'}}) => {
    const workload = workloadKinds.find((known) => known === kind)
    return workload === undefined ? [] : [{kind: workload, namespace, name}]
  })
  return [...own, ...awaited]
}

/** What is missing for the component to be ready, as part of a sentence; undefined if nothing. */
export function missingOfComponent(prepared: PreparedComponent, snapshot: Snapshot): string | undefined {
  const absent = prepared.namespaces.find((name) => !snapshot.namespaces.has(name))
  if (absent !== undefined) return `namespace ${absent}, which is not there`
  for (const wanted of allAwaited(prepared)) {
    const missing = missingOfWorkload(wanted, snapshot)
    if (missing !== undefined) return `${wanted.kind} ${wanted.namespace}/${wanted.name}, which ${missing}`
  }
  return undefined
}

/** Whether waiting is enough, as after a start of the nodes. Deleted or scaled-down workloads do not come back. */
export function comesBack(missing: string | undefined): boolean {
  return missing === undefined || !/is not there|scaled to 0/.test(missing)
}

/** The namespaces whose pods determine whether the component becomes ready. */
export function namespacesOf({objects, charts, awaited, namespaces}: PreparedComponent): string[] {
  const used = [
    ...namespaces,
    ...objects.map(({metadata}) => metadata.namespace),
    ...[...charts, ...awaited].map(({namespace}) => namespace),
  ]
  return [...new Set(used.filter((namespace) => namespace !== undefined))]
}
