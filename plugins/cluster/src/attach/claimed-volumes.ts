import type {Kubectl} from '@rde/toolchain'
import {waitFor} from '@rde/time'

import type {InstalledRecord} from '../install/installed-record.js'

interface VolumeObject {
  readonly metadata: {readonly name: string}
  readonly spec: {
    readonly storageClassName?: string
    readonly persistentVolumeReclaimPolicy?: string
  }
}

interface ClaimObject {
  readonly metadata: {readonly namespace: string; readonly labels?: Readonly<Record<string, string>>}
  readonly spec: {readonly volumeName?: string}
}

interface AwaitContext {
  readonly kubectl: Kubectl
  readonly signal: AbortSignal
  report(line: string): void
  /** How long the provisioner may take. */
  readonly limitMs?: number
}

const provisionerMs = 30_000

/** The names of the volumes that were claimed in these namespaces, or through the claims of the records. */
export async function claimedVolumes(
  records: readonly InstalledRecord[],
  namespaces: ReadonlySet<string>,
  kubectl: Kubectl,
): Promise<string[]> {
  const claims = records.flatMap(({origin}) => origin?.claims ?? [])
  const items = await kubectl.list<ClaimObject>('persistentvolumeclaims', '--all-namespaces')
  const isOurs = ({metadata: {namespace, labels = {}}}: ClaimObject) =>
    namespaces.has(namespace) || claims.some((one) => one.namespace === namespace && isSubset(one.labels, labels))
  return items.filter(isOurs).flatMap(({spec: {volumeName}}) => volumeName ?? [])
}

function isSubset(some: Readonly<Record<string, string>>, all: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value)
}

/**
 * Waits until the provisioner has removed volumes whose claims were deleted. Resolves with those that remain, each with
 * the reason. rde does not remove them, because their data may be needed.
 */
export async function awaitVolumes(names: readonly string[], context: AwaitContext): Promise<string[]> {
  const {kubectl, signal, report, limitMs: timeoutMs = provisionerMs} = context
  if (names.length === 0) return []
  let left: VolumeObject[] = []
  const look = async () => {
    left = (await listVolumes(kubectl)).filter(({metadata: {name}}) => names.includes(name))
    const pending = left.filter(({spec}) => spec.persistentVolumeReclaimPolicy !== 'Retain')
    return pending.length === 0
      ? {done: undefined}
      : {missing: `waiting for the volume ${pending.map(({metadata}) => metadata.name).join(', ')} to be removed`}
  }
  const timeout = new Error('the provisioner takes longer')
  await waitFor(look, {signal, report, timeoutMs, pauseMs: 1_000, onTimeout: () => timeout}).catch((error: unknown) => {
    if (error !== timeout) throw error
  })
  return left.map(describe)
}

function describe({metadata: {name}, spec}: VolumeObject): string {
  const storageClass = `the storage class ${spec.storageClassName}`
  const isRetained = spec.persistentVolumeReclaimPolicy === 'Retain'
  return `persistentvolume/${name} (${storageClass} ${isRetained ? 'retains volumes' : 'has not removed it yet'})`
}

async function listVolumes(kubectl: Kubectl): Promise<readonly VolumeObject[]> {
  return await kubectl.list<VolumeObject>('persistentvolumes')
}
