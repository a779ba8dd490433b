import {readReleaseValues} from '@rde/config'
import {isRdeError, RdeError} from '@rde/errors'
import {snapshotWorkloads, type Snapshot} from '@rde/toolchain/snapshot/snapshot'
import {SnapshotLoop} from '@rde/toolchain/snapshot/snapshot-loop'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import type {ImageFailure} from '../import/map-images.js'
import {awaitUser} from './await-user.js'
import {imageUsers, type ImageUser, type UsedImage} from './image-users.js'
import {patchUser} from './patch-user.js'
import {isReleased, isServiceImage, type ReleaseValues} from './released-images.js'
import {kubeletMs} from './started-containers.js'
import {isManaged, runsContent} from './user-state.js'
import {watchRollout} from './watch-rollout.js'

/** A workload that runs the current content of the image. */
export interface Rollout {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly digest: string
  /** Duration of the rollout; null if the workload already ran this content. */
  readonly seconds: number | null
}

export interface RolloutResult {
  readonly done: ReadonlyArray<{readonly reference: ImageReference; readonly workloads: readonly Rollout[]}>
  readonly failed: readonly ImageFailure[]
}

export interface RolloutOptions {
  /** Applies the digests of config.json to the services; resolves when the services run. Stops on the signal. */
  release(signal: AbortSignal): Promise<void>
  readonly snapshots: SnapshotLoop
}

/** Rolls out the workloads that use the images: services with their Helm release, the others with a patch. */
export async function rollOut(
  images: readonly Omit<UsedImage, 'registryHosts'>[],
  {release: releaseServices, snapshots}: RolloutOptions,
  parent: ImageContext,
): Promise<RolloutResult> {
  const ended = new AbortController()
  const context = {...parent, signal: AbortSignal.any([parent.signal, ended.signal])}
  const values = await readReleaseValues(context.data)
  const {registry} = context
  const used = images.map((image) => ({
    ...image,
    registryHosts: registry.hosts,
    podName: registry.podName?.(image.reference),
  }))
  let release: Promise<void> = Promise.resolve()
  const beginRelease = () => {
    release = releaseServices(context.signal)
    // Handled where it is awaited; a rejection before that must not end the process.
    release.catch(() => {})
  }
  try {
    const pending = snapshots.now()
    // Needed whatever the snapshot shows.
    const isNew = used.some((image) => !isReleased(image, values))
    if (isNew) beginRelease()
    const snapshot = await pending
    const plans = used.map((image) => planOf(image, snapshot, values))
    if (!isNew && plans.some(({managed}) => managed.length > 0)) beginRelease()
    const outcomes = await Promise.all(plans.map((plan) => carryOut(plan, {snapshots, release, context})))
    // The release waits for its pods, and never ends if one of them never runs.
    const cannotFinish = outcomes.some(({byRelease, errors}) => byRelease && errors.length > 0)
    const releaseErrors = cannotFinish ? [] : errorsOf(await Promise.allSettled([release]))
    const errorsFor = ({byRelease, errors}: Outcome) => (byRelease ? [...errors, ...releaseErrors] : errors)
    return {
      done: outcomes.filter((outcome) => errorsFor(outcome).length === 0),
      failed: outcomes.flatMap((outcome) => errorsFor(outcome).map((error) => ({reference: outcome.reference, error}))),
    }
  } finally {
    // The next holder of the cluster lock must not find our work still running.
    ended.abort()
    await release.catch(() => {})
  }
}

interface RolloutPlan {
  readonly reference: ImageReference
  readonly image: UsedImage
  readonly byRelease: boolean
  readonly current: readonly ImageUser[]
  /** Outdated, and rolled by the release. */
  readonly managed: readonly ImageUser[]
  /** Outdated, and rolled by a patch. */
  readonly patched: readonly ImageUser[]
}

function planOf(image: UsedImage, snapshot: Snapshot, values: ReleaseValues): RolloutPlan {
  const byRelease = isServiceImage(image, values)
  const users = imageUsers(image, snapshot)
  const outdated = users.filter((user) => !runsContent(user, image, snapshot))
  const managed = outdated.filter(({workload}) => byRelease && isManaged(workload))
  return {
    ...{reference: image.reference, image, byRelease, managed},
    current: users.filter((user) => !outdated.includes(user)),
    patched: outdated.filter((user) => !managed.includes(user)),
  }
}

interface RolloutContext {
  readonly snapshots: SnapshotLoop
  readonly release: Promise<void>
  readonly context: ImageContext
}

interface Outcome extends Pick<RolloutPlan, 'reference' | 'byRelease'> {
  /** Workloads that run the content. */
  readonly workloads: readonly Rollout[]
  readonly errors: readonly unknown[]
}

/** Rolls out each workload independently; a failure does not stop the others. */
async function carryOut(
  {reference, image, byRelease, ...users}: RolloutPlan,
  {snapshots, release, context}: RolloutContext,
): Promise<Outcome> {
  const begin = performance.now()
  const awaitRollout = async (user: ImageUser) => {
    // On nodes that rde manages, the runtimes are asked instead.
    const steadyMs = context.nodes.length === 0 ? kubeletMs : 0
    const over = watchRollout(user, image, {...context, steadyMs})
    await awaitUser(user, image, {...context, snapshots, over}).catch((error: unknown) => {
      throw afterImport(error, reference)
    })
    return named(user, image, (performance.now() - begin) / 1_000)
  }
  const released = users.managed.map((user) => Promise.race([awaitRollout(user), failureOf(release)]))
  const patched = users.patched.map(async (user) => {
    await patchUser(user, image, context.kubectl)
    snapshots.expire()
    return awaitRollout(user)
  })
  const ends = await Promise.allSettled([...released, ...patched])
  const changed = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
  const current = users.current.map((user) => named(user, image, null))
  return {reference, byRelease, workloads: [...current, ...changed], errors: errorsOf(ends)}
}

/** Rejects when `work` rejects; never resolves. */
function failureOf(work: Promise<unknown>): Promise<never> {
  return work.then(() => new Promise<never>(() => {}))
}

/** The errors, each once: a deadline or the release can end several waits with the same error. */
function errorsOf(ends: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return [...new Set(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : [])))]
}

function named({workload: {kind, metadata}}: ImageUser, {digest}: UsedImage, seconds: number | null): Rollout {
  return {kind, namespace: metadata.namespace, name: metadata.name, digest, seconds}
}

/** Replaces the remedies: the generic wait suggests `cluster start`, which would not help here. */
function afterImport(error: unknown, reference: ImageReference): unknown {
  if (!isRdeError(error) || error.code !== 'RDE_CANNOT_HEAL') return error
  const [inspect] = error.remedies
  return new RdeError(error.message.replace('It cannot become ready', 'The new content does not run'), {
    code: error.code,
    remedies: [...(inspect ? [inspect] : []), {what: 'Once fixed', command: `rde images import ${reference}`}],
    outcome: 'The image is on every node.',
  })
}

export function snapshotsOf({
  kubectl,
  docker,
  nodes,
}: Pick<ImageContext, 'kubectl' | 'docker' | 'nodes'>): SnapshotLoop {
  const names = nodes.map(({name}) => name)
  return new SnapshotLoop(() => snapshotWorkloads(kubectl, docker, names))
}
