import {isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type Scalar} from 'yaml'

import type {Position, Problem} from '../document.js'
import {limits, tooDeep} from './parse-yaml.js'

export type MaybeNode = Node | null | undefined

/** The path of a value in the document: `['steps', 2, 'spec', 'url']`. */
export type Path = readonly (string | number)[]

/** The position of a value or of its nearest ancestor; with an offset, of that character of its text. */
export type Locate = (path: Path, offset?: number) => Position

/** How many characters a repeated node counts for, in addition to its text. */
const repeatedNode = 8

/**
 * State shared by all readers of a file: aliases, limits, the problems found so far, and the positions of values.
 */
export class YamlFile {
  readonly problems: Problem[] = []
  readonly #nodes = new Map<string, Node>()
  readonly #seen = new Set<Node>()
  #repeated = 0

  constructor(
    private readonly text: string,
    private readonly positionOf: (offset: number) => Position,
    private readonly targets: ReadonlyMap<Node, Node>,
  ) {}

  /** The node itself, or the target of an alias; undefined beyond the limits, which is reported once. */
  enter(node: MaybeNode, path: Path): Node | undefined {
    const target = isAlias(node) ? this.targets.get(node) : (node ?? undefined)
    if (target === undefined) return undefined
    if (path.length > limits.depth) return this.#refuse(target, tooDeep)
    if (this.#seen.has(target)) this.#repeated += repeatedNode + (isScalar(target) ? String(target.value).length : 0)
    this.#seen.add(target)
    if (this.#repeated > limits.repeated) return this.#refuse(target, 'its aliases make the file too large')
    this.#nodes.set(path.join('/'), target)
    return target
  }

  /** The position of a value that was read, or of its nearest ancestor. */
  readonly locate = (path: Path, offset?: number): Position => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.#nodes.get(path.slice(0, length).join('/'))
      if (node) return (offset === undefined ? undefined : this.#positionInside(node, offset)) ?? this.position(node)
    }
    return {line: 1, column: 1}
  }

  /** Undefined if the source differs from the value: folded, or with escapes. */
  #positionInside(node: Node, offset: number): Position | undefined {
    if (!isScalar(node) || typeof node.value !== 'string') return undefined
    const [start = 0, end = 0] = (node as ParsedNode).range ?? []
    const before = node.value.slice(0, offset)
    const line = before.slice(before.lastIndexOf('\n') + 1)
    const rest = node.value.slice(offset).split('\n', 1)[0]!
    let from = start
    for (let breaks = before.split('\n').length - 1; breaks > 0; breaks -= 1) from = this.text.indexOf('\n', from + 1)
    if (node.type === 'BLOCK_LITERAL') from = this.text.indexOf('\n', from + 1)
    const found = from === -1 ? -1 : this.text.indexOf(line + rest, from)
    return found === -1 || found >= end ? undefined : this.positionOf(found + line.length)
  }

  error(node: Node, message: string): void {
    this.#report(node, message, 'error')
  }

  warn(node: Node, message: string): void {
    this.#report(node, message, 'warning')
  }

  /** The position of a node, or of its tag if it has one. */
  position(node: Node): Position {
    const [start = 0] = (node as ParsedNode).range ?? []
    const tag = node.tag === undefined ? -1 : this.text.lastIndexOf('!', start)
    return this.positionOf(tag === -1 ? start : this.#startOfTag(tag))
  }

  #report(node: Node, message: string, severity: Problem['severity']): void {
    this.problems.push({...this.position(node), severity, message})
  }

  #refuse(node: Node, message: string): undefined {
    const isReported = this.problems.some((problem) => problem.message === message)
    if (!isReported) this.error(node, message)
  }

  /** The offset of the first `!`: `!!str` has two of them. */
  #startOfTag(last: number): number {
    return this.text[last - 1] === '!' ? last - 1 : last
  }
}

/** `!Secret`, `!!binary`; undefined if there is none. */
export function tagOf({tag}: Node): string | undefined {
  if (tag === undefined || tag === '!') return undefined
  return tag.replace(/^tag:yaml\.org,2002:/, '!!')
}

export function isPlain(node: Node): node is Scalar<string> {
  return isScalar(node) && node.type === 'PLAIN'
}

/** The kind of a node for messages: `a list`. */
export function kindOf(node: Node): string {
  if (isMap(node)) return 'a mapping'
  return isSeq(node) ? 'a list' : 'a single value'
}
