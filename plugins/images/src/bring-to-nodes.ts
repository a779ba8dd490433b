import {RdeError} from '@rde/errors'
import {parseImageReference, type Container} from '@rde/toolchain'

import type {ImageContext} from './image-context.js'
import {fetchOn, lackingOn, wordsOf, type NodeImage} from './node-images.js'

interface Imported {
  readonly reference: string
  readonly digest: string
  /** Sent to the registry just now, so that no node needs to be asked whether it has it. */
  readonly changed: boolean
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

/** How many nodes fetched an image, and why some do not hold it. */
export interface NodesOutcome {
  readonly fetchedBy: number
  readonly error: RdeError | undefined
}

/** Brings the images to every node, all nodes at once, and then looks what their runtimes hold, whatever was said before. */
export async function bringToNodes(
  imported: readonly Imported[],
  context: ImageContext,
): Promise<ReadonlyMap<string, NodesOutcome>> {
  const named = imported.map((image) => ({...image, canonical: parseImageReference(image.reference).canonical}))
  const states = named.length === 0 ? [] : await Promise.all(context.nodes.map((node) => bringTo(node, named, context)))
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
  context: ImageContext,
): Promise<NodeState> {
  const {docker, report, signal} = context
  const all = new Set(wanted.map(({canonical}) => canonical))
  if (node.state !== 'running') return {node: node.name, fetched: [], lacks: all, said: `it is ${node.state}`}
  try {
    const fresh = wanted.filter(({changed}) => changed)
    const older = wanted.filter(({changed}) => !changed)
    const lacking = [...fresh, ...(older.length > 0 ? await lackingOn(node, older, docker) : [])]
    if (lacking.length === 0) return {node: node.name, fetched: [], lacks: new Set(), said: ''}
    report(`${node.name} fetches ${lacking.length === 1 ? lacking[0]!.canonical : `${lacking.length} images`}`)
    const {registry} = context.identity
    const registryUrl = `http://${registry}:${context.config().cluster.registryPort}`
    const {still, said} = await fetchOn(node, lacking, {docker, registryUrl}).then(
      (still) => ({still, said: 'it holds other content'}),
      async (error: unknown) => ({still: await lackingOn(node, lacking, docker), said: wordsOf(error)}),
    )
    const fetched = lacking.filter((image) => !still.includes(image)).map(({canonical}) => canonical)
    return {node: node.name, fetched, lacks: new Set(still.map(({canonical}) => canonical)), said}
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
