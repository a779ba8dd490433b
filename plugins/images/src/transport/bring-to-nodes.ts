import {RdeError} from '@rde/errors'
import {parseImageReference} from '@rde/images/image-reference'
import type {Container} from '@rde/toolchain'

import type {ImageContext} from '../image-context.js'
import {lackingOn, wordsOf, type NodeImage} from './node-images.js'
import type {NodesOutcome} from './transport.js'

interface Imported {
  readonly reference: string
  readonly digest: string
  /** New just now, so that no node needs to be asked whether it has it. */
  readonly changed: boolean
  /** The nodes that already said that they have it. */
  readonly heldBy?: ReadonlySet<string> | undefined
}

/** What came of it on one node. */
interface NodeState {
  readonly node: string
  /** Canonical names of what it had to fetch. */
  readonly fetched: readonly string[]
  /** Canonical names of what it still does not hold. */
  readonly lacks: ReadonlySet<string>
  /** Why, in the node's own words. */
  readonly said: string
}

/** Makes one node hold images that it lacks; resolves with those that it still does not hold. */
type Fetch = (node: Container, lacking: readonly NodeImage[], context: ImageContext) => Promise<NodeImage[]>

/** Brings the images to every node, all nodes at once, and then looks what their runtimes hold, whatever was said before. */
export async function bringToNodes(
  imported: readonly Imported[],
  context: ImageContext,
  fetch: Fetch,
): Promise<ReadonlyMap<string, NodesOutcome>> {
  const named = imported.map((image) => ({...image, canonical: parseImageReference(image.reference).canonical}))
  const states =
    named.length === 0 ? [] : await Promise.all(context.nodes.map((node) => bringTo(node, named, {...context, fetch})))
  return new Map(
    named.map(({reference, canonical}) => {
      const fetchedBy = states.filter(({fetched}) => fetched.includes(canonical)).length
      const without = states.filter(({lacks}) => lacks.has(canonical))
      return [reference, {fetchedBy, error: without.length === 0 ? undefined : notThere(reference, without)}]
    }),
  )
}

async function bringTo(
  node: Container,
  wanted: readonly (NodeImage & Imported)[],
  context: ImageContext & {readonly fetch: Fetch},
): Promise<NodeState> {
  const {docker, report, signal} = context
  const all = new Set(wanted.map(({canonical}) => canonical))
  if (node.state !== 'running') return {node: node.name, fetched: [], lacks: all, said: `it is ${node.state}`}
  try {
    const isHeld = ({changed, heldBy}: Imported) => changed && heldBy?.has(node.name)
    const already = wanted.filter(isHeld).map(({canonical}) => canonical)
    const fresh = wanted.filter((image) => image.changed && !isHeld(image))
    const older = wanted.filter(({changed}) => !changed)
    const lacking = [...fresh, ...(older.length > 0 ? await lackingOn(node, older, docker) : [])]
    if (lacking.length === 0) return {node: node.name, fetched: already, lacks: new Set(), said: ''}
    report(`${node.name} fetches ${lacking.length === 1 ? lacking[0]!.canonical : `${lacking.length} images`}`)
    const {still, said} = await context.fetch(node, lacking, context).then(
      (still) => ({still, said: 'it holds other content'}),
      async (error: unknown) => ({still: await lackingOn(node, lacking, docker), said: wordsOf(error)}),
    )
    const fetched = lacking.filter((image) => !still.includes(image)).map(({canonical}) => canonical)
    return {
      node: node.name,
      fetched: [...already, ...fetched],
      lacks: new Set(still.map(({canonical}) => canonical)),
      said,
    }
  } catch (error) {
    signal.throwIfAborted()
    return {node: node.name, fetched: [], lacks: all, said: wordsOf(error)}
  }
}

function notThere(reference: string, states: readonly NodeState[]): RdeError {
  const lines = states.map(({node, said}) => `${node}: ${said}`)
  return new RdeError([`${reference} is not on every node:`, ...lines].join('\n'), {
    code: 'RDE_IMAGE_NOT_ON_NODE',
    remedies: [
      {what: 'Repair the nodes', command: 'rde cluster start'},
      {what: 'Then try again', command: `rde images import ${reference}`},
    ],
    outcome: 'No workload was changed.',
  })
}
