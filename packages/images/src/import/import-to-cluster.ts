import {acquireImage, type WantedImage} from '../acquire/acquire-image.js'
import type {ExpectedPush} from '../push/expected-push.js'
import type {ImageContext} from '../context/image-context.js'
import {ImageReference} from '../image-reference.js'
import {mapImages, withCause, type ImageFailure} from './map-images.js'
import {refuseNameClash, refuseToReplace} from '../push/name-clash.js'
import type {NodesOutcome} from '../nodes/bring-to-nodes.js'
import {findRecord, recordImages} from '../record/record-images.js'
import {isRegistryFull} from '../registry/limit-registry.js'
import {rollOut, snapshotsOf, type Rollout, type RolloutOptions} from '../rollout/roll-out.js'
import type {SentImage, TransportContext} from '../transport/transport.js'

/** An image to import. */
export interface ImportableImage extends WantedImage {
  /** Set if a build pushed it to the cluster's registry; Docker need not have it. */
  readonly pushed?: ExpectedPush | undefined
}

/** The result for one imported image. */
export interface ImportedImageReport {
  readonly reference: ImageReference
  readonly digest: string
  /** Whether the registry, a node or a workload had other content before. */
  readonly changed: boolean
  /** Whether anything was sent to the registry; a few hundred bytes if no layer is new. */
  readonly sent: boolean
  readonly sentBytes: number
  readonly totalBytes: number
  /** How many nodes pulled it, and how many hold it now. */
  readonly fetchedBy: number
  readonly nodes: number
  /** Until every node held it. */
  readonly seconds: number
  readonly workloads: readonly Rollout[]
}

export interface ImportResult {
  readonly images: readonly ImportedImageReport[]
  readonly failed: readonly ImageFailure[]
  /** Whether the registry has too many earlier images; undefined if it was not checked or the check failed. */
  readonly isRegistryFull: boolean | undefined
}

export interface ImportOptions extends Pick<RolloutOptions, 'release'> {
  readonly rollOut: boolean
}

/** Imports images: to the registry, every node, config.json, and then the pods. A failure does not stop the others. */
export async function importToCluster(
  wanted: readonly ImportableImage[],
  {rollOut: wantsRollout, release}: ImportOptions,
  context: TransportContext,
): Promise<ImportResult> {
  const begin = performance.now()
  const snapshots = snapshotsOf(context)
  // A failure is thrown where the snapshot is awaited.
  const prefetchSnapshot = () => void snapshots.now().catch(() => {})
  const {transport} = context
  const sent = await mapImages(wanted, async (image) => {
    await refuseClashes(image, wanted, {...context, snapshots})
    if (image.pushed !== undefined) return image.pushed.send(context)
    const acquired = await acquireImage(image, context)
    // Used by the rollout if nothing changed; otherwise the CPUs are busy enough.
    if (wantsRollout && findRecord(acquired, context.config())) prefetchSnapshot()
    return transport.send(acquired, context)
  })
  // A snapshot taken while the nodes pull is fresh enough for the rollout.
  if (wantsRollout && sent.done.length > 0) prefetchSnapshot()
  const outcomes = await transport.spread(sent.done, context)
  const arrived = sent.done.filter((image) => outcomes.get(image)?.error === undefined)
  const seconds = (performance.now() - begin) / 1_000
  const rolls = wantsRollout && arrived.length > 0
  // In parallel with the record, which waits for the disk.
  if (rolls) prefetchSnapshot()
  await recordImages(arrived, context)
  // Checked while the pods start, so not before the rollout has its snapshot; nothing may be removed before they run.
  const checkRegistry = () => snapshots.now().then(() => isRegistryFull(context), unchecked)
  const full = rolls && arrived.some(({changed}) => changed) ? checkRegistry() : undefined
  const rolled = rolls ? await rollOut(arrived, {release, snapshots}, context) : nothing
  const failed = withCause(context.signal, [...sent.failed, ...missedNodes(outcomes), ...rolled.failed])
  const succeeded = arrived.filter(({reference}) => !failed.some((failure) => failure.reference === reference))
  const images = succeeded.map((image) => {
    const workloads = rolled.done.find(({reference}) => reference === image.reference)?.workloads ?? []
    const {pulledBy: fetchedBy, nodes = context.nodes.length} = outcomes.get(image)!
    return report(image, {seconds, workloads, fetchedBy, nodes})
  })
  const order = wanted.map(({reference}) => reference)
  failed.sort((a, b) => order.indexOf(a.reference) - order.indexOf(b.reference))
  return {images, failed, isRegistryFull: await full}
}

const nothing = {done: [], failed: []}

/** The rollout reports why there is no snapshot. */
const unchecked = () => undefined

type ClashContext = ImageContext & {readonly snapshots: ReturnType<typeof snapshotsOf>}

async function refuseClashes(
  image: WantedImage,
  all: readonly WantedImage[],
  {config, registry, snapshots}: ClashContext,
): Promise<void> {
  const {reference} = image
  const recorded = config().images.flatMap((other) => ImageReference.read(other.reference) ?? [])
  const earlier = all.slice(0, all.indexOf(image)).map((other) => other.reference)
  refuseNameClash(reference, [...recorded, ...earlier])
  const isNew = !recorded.some((other) => other.equals(reference))
  if (isNew) refuseToReplace(reference, await snapshots.now(), registry.hosts)
}

function missedNodes(outcomes: ReadonlyMap<SentImage, NodesOutcome>): ImageFailure[] {
  return [...outcomes].flatMap(([{reference}, {error}]) => (error === undefined ? [] : [{reference, error}]))
}

type Rest = Pick<ImportedImageReport, 'seconds' | 'workloads' | 'fetchedBy' | 'nodes'>

function report(image: SentImage, rest: Rest): ImportedImageReport {
  const {reference, digest, sentBytes, totalBytes} = image
  const changed = image.changed || rest.fetchedBy > 0 || rest.workloads.some(({seconds}) => seconds !== null)
  return {reference, digest, changed, sent: image.changed, sentBytes, totalBytes, ...rest}
}
