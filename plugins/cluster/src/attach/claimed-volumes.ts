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

/** The names of the volumes that were claimed in these namespaces, or by what the records name. */
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
 * Waits until the provisioner has removed volumes whose claims are gone. Resolves with those that it leaves, each with the
 * reason: they are not ours to remove, since what is on them may be wanted.
 */
export async function awaitVolumes(names: readonly string[], context: AwaitContext): Promise<string[]> {
  const {kubectl, signal, report, limitMs: timeoutMs = provisionerMs} = context
  if (names.length === 0) return []
  let left: VolumeObject[] = []
  const look = async () => {
    left = (await listVolumes(kubectl)).filter(({metadata: {name}}) => names.includes(name))
    const coming = left.filter(({spec}) => spec.persistentVolumeReclaimPolicy !== 'Retain')
    return coming.length === 0
      ? {done: undefined}
      : {missing: `waiting for the volume ${coming.map(({metadata}) => metadata.name).join(', ')} to be removed`}
  }
  const late = new Error('the provisioner takes longer')
  await waitFor(look, {signal, report, timeoutMs, pauseMs: 1_000, onTimeout: () => late}).catch((error: unknown) => {
    if (error !== late) throw error
  })
  return left.map(describe)
}

function describe({metadata: {name}, spec}: VolumeObject): string {
  const of = `the storage class ${spec.storageClassName}`
  const why = spec.persistentVolumeReclaimPolicy === 'Retain' ? `${of} retains volumes` : `${of} has not removed it yet`
  return `persistentvolume/${name} (${why})`
}

async function listVolumes(kubectl: Kubectl): Promise<readonly VolumeObject[]> {
  return await kubectl.list<VolumeObject>('persistentvolumes')
}
