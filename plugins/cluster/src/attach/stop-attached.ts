import {acquireLock} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {snapshotWorkloads, type Kubectl, type WorkloadObject} from '@rde/toolchain'

import {installedRecords, type InstalledRecord} from '../install/installed-record.js'
import {dependantsFirst} from '../install/remove-component.js'
import {replicasAnnotation} from '../install/scale-up.js'
import {learnSecrets} from '../learn-secrets.js'
import type {StopOptions, StopResult} from '../providers/provider.js'

/** Scales what rde installed to zero, and notes at each how many pods it had; the next start gives it as many again. */
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
      const running = workloadsOf(record, workloads)
      if (running.length > 0) report(`stopping ${record.title}`)
      for (const workload of running) await scaleToZero(workload, kubectl)
      stopped.push(...running.map(({metadata: {namespace, name}}) => `${namespace}/${name}`))
    }
    return {cluster: identity.name, existed: true, stopped, killed: []}
  } finally {
    lock.release()
  }
}

/** Those of a component's that can be scaled, and are not scaled to zero. */
function workloadsOf({awaited}: InstalledRecord, workloads: readonly WorkloadObject[]): WorkloadObject[] {
  return workloads.filter(
    ({kind, metadata: {namespace, name}, spec}) =>
      kind !== 'DaemonSet' &&
      (spec.replicas ?? 1) > 0 &&
      awaited.some((one) => one.kind === kind && one.namespace === namespace && one.name === name),
  )
}

async function scaleToZero({kind, metadata: {namespace, name}, spec}: WorkloadObject, kubectl: Kubectl): Promise<void> {
  const place = [`${kind.toLowerCase()}s.apps/${name}`, '--namespace', namespace]
  await kubectl.run('annotate', ...place, '--overwrite', `${replicasAnnotation}=${spec.replicas ?? 1}`)
  await kubectl.run('scale', ...place, '--replicas=0')
}
