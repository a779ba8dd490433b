import {RdeError} from '@rde/errors'
import type {Container} from '@rde/toolchain'

import type {ImageContext} from '../context/image-context.js'
import type {ImageReference} from '../image-reference.js'
import {lastLineOf, missingOn, type NodeImage} from './node-images.js'

/** An image that was sent to the cluster. */
export interface SentToNodes extends NodeImage {
  /** The content is new, so that nodes need not be asked whether they have it. */
  readonly changed: boolean
  /** Resolves with the nodes that already pulled it. */
  readonly heldBy?: Promise<ReadonlySet<string>> | undefined
}

/** How many nodes pulled an image, and why some do not hold it. */
export interface NodesOutcome {
  readonly pulledBy: number
  /** The number of nodes, if it is not that of the context. */
  readonly nodes?: number
  readonly error: RdeError | undefined
}

/** The result for one node. */
interface NodeState {
  readonly node: string
  readonly pulled: readonly NodeImage[]
  readonly missing: readonly NodeImage[]
  /** Why some are missing: the node's message. */
  readonly why: string
}

/** Makes one node get its missing images; resolves with those still missing. */
type Fetch = (node: Container, missing: readonly NodeImage[], context: ImageContext) => Promise<NodeImage[]>

/** Brings the images to every node, all nodes at once, then checks what their runtimes actually hold. */
export async function bringToNodes<Image extends SentToNodes>(
  images: readonly Image[],
  context: ImageContext,
  fetch: Fetch,
): Promise<ReadonlyMap<Image, NodesOutcome>> {
  if (images.length === 0) return new Map()
  const states = await Promise.all(context.nodes.map((node) => bringTo(node, images, {...context, fetch})))
  return new Map(
    images.map((image) => {
      const pulledBy = states.filter(({pulled}) => pulled.includes(image)).length
      const without = states.filter(({missing}) => missing.includes(image))
      return [image, {pulledBy, error: without.length === 0 ? undefined : notOnEveryNode(image.reference, without)}]
    }),
  )
}

async function bringTo(
  node: Container,
  images: readonly SentToNodes[],
  context: ImageContext & {readonly fetch: Fetch},
): Promise<NodeState> {
  const {docker, signal} = context
  const holds = async ({heldBy}: SentToNodes) => (await heldBy)?.has(node.name)
  if (node.state !== 'running') return {node: node.name, pulled: [], missing: images, why: `it is ${node.state}`}
  try {
    const held = await Promise.all(images.map(holds))
    const already = images.filter(({changed}, index) => changed && held[index])
    const fresh = images.filter((image) => image.changed && !already.includes(image))
    const older = images.filter(({changed}) => !changed)
    const absent = [...fresh, ...(older.length > 0 ? await missingOn(node, older, docker) : [])]
    const {missing, why} = absent.length === 0 ? {missing: [], why: ''} : await fetchOn(node, absent, context)
    return {node: node.name, pulled: [...already, ...absent.filter((image) => !missing.includes(image))], missing, why}
  } catch (error) {
    signal.throwIfAborted()
    return {node: node.name, pulled: [], missing: images, why: lastLineOf(error)}
  }
}

async function fetchOn(
  node: Container,
  absent: readonly NodeImage[],
  context: ImageContext & {readonly fetch: Fetch},
): Promise<Pick<NodeState, 'missing' | 'why'>> {
  const {docker, report, fetch} = context
  report(`${node.name} pulls ${absent.length === 1 ? absent[0]!.reference : `${absent.length} images`}`)
  try {
    return {missing: await fetch(node, absent, context), why: 'it holds other content'}
  } catch (error) {
    return {missing: await missingOn(node, absent, docker), why: lastLineOf(error)}
  }
}

/** The error about nodes that do not hold an image, each with the reason. */
export function notOnEveryNode(
  reference: ImageReference,
  states: readonly Pick<NodeState, 'node' | 'why'>[],
): RdeError {
  const lines = states.map(({node, why}) => `${node}: ${why}`)
  return new RdeError([`${reference} is not on every node:`, ...lines].join('\n'), {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [
      {what: 'Repair the nodes', command: 'rde cluster start'},
      {what: 'Then try again', command: `rde images import ${reference}`},
    ],
    outcome: 'No workload was changed.',
  })
}
