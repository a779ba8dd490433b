import {isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode, type Scalar} from 'yaml'

import type {Position, Problem} from '../document.js'
import {limits, tooDeep} from './parse-yaml.js'

export type MaybeNode = Node | null | undefined

/** Where a value stands in the document: `['steps', 2, 'spec', 'url']`. */
export type Path = readonly (string | number)[]

/** The place of a value, or of the nearest one around it; of a character of a text if its offset is given. */
export type Locate = (path: Path, offset?: number) => Position

/** What a node that comes out once more counts for beside its text. */
const repeatedNode = 8

/**
 * What all who read a part of a file share: aliases, limits, the problems found so far and the places of what was read.
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

  /** The node itself, or the one that an alias stands for; undefined past the limits, which is told once. */
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

  /** The place of a value that was read, or of the nearest one around it. */
  readonly locate = (path: Path, offset?: number): Position => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.#nodes.get(path.slice(0, length).join('/'))
      if (node) return (offset === undefined ? undefined : this.#placeInside(node, offset)) ?? this.place(node)
    }
    return {line: 1, column: 1}
  }

  /** Undefined if the text stands otherwise in the file than it reads: folded, or with escapes. */
  #placeInside(node: Node, offset: number): Position | undefined {
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
    this.#tell(node, message, 'error')
  }

  warn(node: Node, message: string): void {
    this.#tell(node, message, 'warning')
  }

  /** Of its tag, where it has one. */
  place(node: Node): Position {
    const [start = 0] = (node as ParsedNode).range ?? []
    const tag = node.tag === undefined ? -1 : this.text.lastIndexOf('!', start)
    return this.positionOf(tag === -1 ? start : this.#beginningOfTag(tag))
  }

  #tell(node: Node, message: string, severity: Problem['severity']): void {
    this.problems.push({...this.place(node), severity, message})
  }

  #refuse(node: Node, message: string): undefined {
    const told = this.problems.some((problem) => problem.message === message)
    if (!told) this.error(node, message)
  }

  /** `!!str` has two of them. */
  #beginningOfTag(last: number): number {
    return this.text[last - 1] === '!' ? last - 1 : last
  }
}

/** `!Secret`, `!!binary`; undefined where there is none. */
export function tagOf({tag}: Node): string | undefined {
  if (tag === undefined || tag === '!') return undefined
  return tag.replace(/^tag:yaml\.org,2002:/, '!!')
}

export function isPlain(node: Node): node is Scalar<string> {
  return isScalar(node) && node.type === 'PLAIN'
}

/** `a list`, for messages. */
export function kindOf(node: Node): string {
  if (isMap(node)) return 'a mapping'
  return isSeq(node) ? 'a list' : 'a single value'
}
