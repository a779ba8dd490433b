import {parseImageReference} from '@rde/images/image-reference'

import {findImage, type WantedImage} from './find-image.js'
import type {ImageContext} from './image-context.js'
import {refuseNameClash, refuseToShadow} from './name-clash.js'
import {recordImages} from './record-images.js'
import {registryHosts, rollOut, surveysOf, type Rollout} from './rollout/roll-out.js'
import type {PhasesOf} from './rollout/service-release.js'
import {becauseOf, settle, type Failure} from './settle.js'
import {chooseTransport} from './transport/choose-transport.js'
import type {NodesOutcome, SentImage} from './transport/transport.js'

/** What became of one image that was imported. */
export interface ImportedImageReport {
  readonly reference: string
  readonly digest: string
  /** Whether the registry, a node or a workload had other content before. */
  readonly changed: boolean
  /** Whether the registry had to be sent something; where no layer is new, that is a few hundred bytes. */
  readonly sent: boolean
  readonly sentBytes: number
  readonly totalBytes: number
  /** How many nodes had to fetch it, and how many hold it now. */
  readonly fetchedBy: number
  readonly nodes: number
  /** Until every node held it. */
  readonly seconds: number
  readonly workloads: readonly Rollout[]
}

export interface ImportResult {
  readonly images: readonly ImportedImageReport[]
  readonly failed: readonly Failure[]
}

export interface ImportWishes {
  readonly rollOut: boolean
  readonly phasesFor: PhasesOf
}

/** Imports all: to the registry, to every node, into config.json, and then to the pods. */
export async function importWanted(
  wanted: readonly WantedImage[],
  {rollOut: wantsRollout, phasesFor}: ImportWishes,
  context: ImageContext,
): Promise<ImportResult> {
  const begin = performance.now()
  const surveys = surveysOf(context)
  // Asked beside the rest, while a processor is idle: where nothing changed, it serves the rollout.
  if (wantsRollout) surveys.now().catch(() => {})
  const sent = await settle(wanted, (image) => send(image, wanted, {...context, surveys}))
  const outcomes = await chooseTransport(context).spread(sent.done, context)
  const arrived = sent.done.filter(({reference}) => outcomes.get(reference)?.error === undefined)
  const seconds = (performance.now() - begin) / 1_000
  await recordImages(arrived, context)
  const rolled = wantsRollout && arrived.length > 0 ? await rollOut(arrived, {phasesFor, surveys}, context) : nothing
  const failed = becauseOf(context.signal, [...sent.failed, ...missedNodes(outcomes), ...rolled.failed])
  const order = wanted.map(({reference}) => reference)
  const images = arrived.flatMap((image) => {
    if (failed.some(({reference}) => reference === image.reference)) return []
    const workloads = rolled.done.find(({reference}) => reference === image.reference)?.workloads ?? []
    return [report(image, {seconds, workloads, fetchedBy: outcomes.get(image.reference)!.fetchedBy}, context)]
  })
  return {
    images: images.sort((a, b) => order.indexOf(a.reference) - order.indexOf(b.reference)),
    failed: failed.sort((a, b) => order.indexOf(a.reference) - order.indexOf(b.reference)),
  }
}

const nothing = {done: [], failed: []}

type Means = ImageContext & {readonly surveys: ReturnType<typeof surveysOf>}

async function send(image: WantedImage, all: readonly WantedImage[], context: Means): Promise<SentImage> {
  const {reference} = image
  const {identity, config, surveys} = context
  parseImageReference(reference)
  const recorded = config().images.map((other) => other.reference)
  const earlier = all.slice(0, all.indexOf(image)).map((other) => other.reference)
  refuseNameClash(reference, [...recorded, ...earlier])
  if (!recorded.includes(reference)) refuseToShadow(reference, await surveys.now(), registryHosts(identity, config()))
  return chooseTransport(context).send(await findImage(image, context), context)
}

function missedNodes(outcomes: ReadonlyMap<string, NodesOutcome>): Failure[] {
  return [...outcomes].flatMap(([reference, {error}]) => (error === undefined ? [] : [{reference, error}]))
}

type Rest = Pick<ImportedImageReport, 'seconds' | 'workloads' | 'fetchedBy'>

function report(image: SentImage, rest: Rest, {nodes}: ImageContext): ImportedImageReport {
  const {reference, digest, sentBytes, totalBytes} = image
  const changed = image.changed || rest.fetchedBy > 0 || rest.workloads.some(({seconds}) => seconds !== null)
  return {reference, digest, changed, sent: image.changed, sentBytes, totalBytes, nodes: nodes.length, ...rest}
}
