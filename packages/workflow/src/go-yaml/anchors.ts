import {isAlias, isMap, isScalar, isSeq, type Node, type Pair} from 'yaml'

export interface AnchorSearch {
  /** The node that each alias refers to. */
  readonly targets: ReadonlyMap<Node, Node>
  readonly faults: readonly {readonly node: Node; readonly message: string}[]
}

type MaybeNode = Node | null | undefined

/** Resolves aliases, and finds problems in any part of the file: unknown or circular aliases, duplicate keys. */
export function findAnchors(root: Node | null, lineOf: (node: Node) => number): AnchorSearch {
  const anchors = new Map<string, Node>()
  const open = new Set<Node>()
  const targets = new Map<Node, Node>()
  const faults: {node: Node; message: string}[] = []

  const visitAlias = (alias: Node & {source: string}) => {
    const target = anchors.get(alias.source)
    if (target === undefined) faults.push({node: alias, message: `there is no anchor &${alias.source} above`})
    else if (open.has(target)) faults.push({node: alias, message: `*${alias.source} is inside its own anchor`})
    else targets.set(alias, target)
  }
  const visit = (node: MaybeNode): void => {
    if (!node) return
    if (isAlias(node)) return visitAlias(node)
    if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node)
    open.add(node)
    if (isMap(node)) for (const fault of repeatedKeys(node.items as Pair<Node, MaybeNode>[], lineOf)) faults.push(fault)
    for (const child of childrenOf(node)) visit(child)
    open.delete(node)
  }
  visit(root)
  return {targets, faults}
}

function childrenOf(node: Node): MaybeNode[] {
  if (isSeq(node)) return node.items as MaybeNode[]
  return isMap(node) ? (node.items as Pair<Node, MaybeNode>[]).flatMap(({key, value}) => [key, value]) : []
}

function repeatedKeys(pairs: readonly Pair<Node, MaybeNode>[], lineOf: (node: Node) => number) {
  const first = new Map<unknown, Node>()
  return pairs.flatMap(({key}) => {
    if (!isScalar(key)) return []
    const earlier = first.get(key.value)
    if (earlier === undefined) first.set(key.value, key)
    return earlier === undefined
      ? []
      : [{node: key as Node, message: `"${key.value}" is already defined in line ${lineOf(earlier)}`}]
  })
}
