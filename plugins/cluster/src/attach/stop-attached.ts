import {acquireLock} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {snapshotWorkloads, type Kubectl, type WorkloadObject} from '@rde/toolchain'

import {installedRecords, type InstalledRecord} from '../install/installed-record.js'
import {dependantsFirst} from '../install/remove-component.js'
import {replicasAnnotation} from '../install/scale-up.js'
import {learnSecrets} from '../learn-secrets.js'
import type {StopOptions, StopResult} from '../providers/provider.js'

/** Scales the workloads that rde installed to zero, and notes their replicas, which the next start restores. */
export async function stopAttached(session: Session, {signal, report}: StopOptions): Promise<StopResult> {
  const {data, identity} = session
  const lock = await acquireLock(data, {command: 'rde cluster stop'})
  try {
    await learnSecrets(session)
    const {kubectl, docker} = session.tools({signal, children: lock.children})
    const [records, {workloads}] = await Promise.all([
      installedRecords(kubectl),
      snapshotWorkloads(kubectl, docker, []),
    ])
    const stopped: string[] = []
    for (const record of dependantsFirst([...records.values()])) {
      const running = workloads.filter((workload) => isRunning(workload) && isOf(record, workload))
      if (running.length > 0) report(`stopping ${record.title}`)
      for (const workload of running) await scaleToZero(workload, kubectl)
      stopped.push(...running.map(({metadata: {namespace, name}}) => `${namespace}/${name}`))
    }
    return {cluster: identity.name, existed: true, stopped, killed: []}
  } finally {
    lock.release()
  }
}

/** Restores the replicas of workloads that a stop scaled to zero. Resolves with their names. */
export async function restoreStopped(workloads: readonly WorkloadObject[], kubectl: Kubectl): Promise<string[]> {
  const stopped = workloads.filter(({spec, metadata}) => spec.replicas === 0 && replicasOf(metadata) !== undefined)
  for (const workload of stopped) {
    await kubectl.run('scale', ...targetArguments(workload), `--replicas=${replicasOf(workload.metadata)}`)
    await kubectl.run('annotate', ...targetArguments(workload), `${replicasAnnotation}-`)
  }
  return stopped.map(({metadata: {namespace, name}}) => `${namespace}/${name}`)
}

/** Whether a stop scaled all workloads that rde installed to zero. */
export function isStopped(records: readonly InstalledRecord[], workloads: readonly WorkloadObject[]): boolean {
  const ours = workloads.filter((workload) => isScalable(workload) && records.some((record) => isOf(record, workload)))
  return ours.length > 0 && ours.every(({spec, metadata}) => spec.replicas === 0 && replicasOf(metadata) !== undefined)
}

/** Like `isStopped`, but reads the API server; pods are not read. */
export async function isStoppedNow(kubectl: Kubectl): Promise<boolean> {
  const [records, workloads] = await Promise.all([
    installedRecords(kubectl),
    kubectl.list<WorkloadObject>('deployments.apps,statefulsets.apps', '--all-namespaces'),
  ])
  return isStopped([...records.values()], workloads)
}

/** A DaemonSet has no replicas. */
function isScalable({kind}: WorkloadObject): boolean {
  return kind !== 'DaemonSet'
}

function isRunning(workload: WorkloadObject): boolean {
  return isScalable(workload) && (workload.spec.replicas ?? 1) > 0
}

/** Whether a component awaits the workload, or one of its Helm releases created it. */
function isOf({awaited, origin}: InstalledRecord, {kind, metadata}: WorkloadObject): boolean {
  const {namespace, name, annotations = {}} = metadata
  const release = annotations['meta.helm.sh/release-name']
  const releasedTo = annotations['meta.helm.sh/release-namespace']
  return (
    awaited.some((one) => one.kind === kind && one.namespace === namespace && one.name === name) ||
    (origin?.releases ?? []).some((one) => one.release === release && one.namespace === releasedTo)
  )
}

function replicasOf({annotations}: WorkloadObject['metadata']): string | undefined {
  return annotations?.[replicasAnnotation]
}

function targetArguments({kind, metadata: {namespace, name}}: WorkloadObject): string[] {
  return [`${kind.toLowerCase()}s.apps/${name}`, '--namespace', namespace]
}

async function scaleToZero(workload: WorkloadObject, kubectl: Kubectl): Promise<void> {
  const note = `${replicasAnnotation}=${workload.spec.replicas ?? 1}`
  await kubectl.run('annotate', ...targetArguments(workload), '--overwrite', note)
  await kubectl.run('scale', ...targetArguments(workload), '--replicas=0')
}
