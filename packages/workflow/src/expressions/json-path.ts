import type {Value} from '../document.js'
import {evaluateNode} from './evaluate-node.js'
import type {Evaluation} from './evaluation.js'
import {ExpressionError} from './expression-error.js'
import {goFormat, isList} from './go-values.js'
import {parseJsonPath, parseJsonPathTemplate, type Selector, type TemplatePart} from './parse-json-path.js'
import type {DataNode} from './data-node.js'
import type {Reference} from './references.js'
import type {Node} from './syntax.js'

/** Evaluates a JSONPath (`$.a[0]`) on a data node: relay-core's language `jsonpath`. */
export function evaluateJsonPath(query: string, root: DataNode): Evaluation {
  const search = new Search(root)
  const value = search.value(parseJsonPath(query), root)
  return {value, unresolved: search.unresolved}
}

/** Evaluates a template of JSONPaths (`{.a} and {.b}`): relay-core's language `jsonpath-template`. */
export function evaluateJsonPathTemplate(query: string, root: DataNode): Evaluation {
  const search = new Search(root)
  const value = search.text(parseJsonPathTemplate(query), root)
  return {value, unresolved: search.unresolved}
}

/** Walks through data nodes and collects the references that are not known yet. */
class Search {
  readonly unresolved: Reference[] = []

  constructor(private readonly root: DataNode) {}

  value(node: Node, current: DataNode): Value {
    if (node.type === 'jsonpath') return this.#result(node, current)
    const replaced = this.#withValues(node, current)
    return this.#read({read: () => evaluateNode(replaced, this.root)})
  }

  text(parts: readonly TemplatePart[], current: DataNode): string {
    return parts.map((part) => this.#part(part, current)).join('')
  }

  #part(part: TemplatePart, current: DataNode): string {
    if (typeof part === 'string') return part
    if ('range' in part) {
      return this.#elements(part.range, current)
        .map((dataNode) => this.text(part.body, dataNode))
        .join('')
    }
    // The root is shown as it is written, so it is never complete.
    if (part.value.type === 'jsonpath' && part.value.selectors.length === 0 && current === this.root) {
      this.#read(this.root)
      return goFormat(this.root.written())
    }
    if (part.value.type !== 'jsonpath') return shown(this.value(part.value, current))
    const found = this.#select(part.value, current).map((dataNode) => this.#read(dataNode))
    return found.map(shown).join(' ')
  }

  /** The elements of `range`: the items of a list, or everything that was found. */
  #elements(node: Node & {type: 'jsonpath'}, current: DataNode): DataNode[] {
    const found = this.#select(node, current)
    const [only] = found
    return found.length === 1 && isList(only!.read().value) ? this.#children(only!) : found
  }

  /** One value for a path that can find only one; otherwise a list. */
  #result(node: Node & {type: 'jsonpath'}, current: DataNode): Value {
    const found = this.#select(node, current).map((dataNode) => this.#read(dataNode))
    if (node.selectors.every(({kind}) => kind === 'key')) return found[0] ?? null
    return found
  }

  #select({from, selectors}: Node & {type: 'jsonpath'}, current: DataNode): DataNode[] {
    let dataNodes = [from === 'root' ? this.root : current]
    for (const selector of selectors) dataNodes = dataNodes.flatMap((dataNode) => this.#step(dataNode, selector))
    return dataNodes
  }

  #step(dataNode: DataNode, selector: Selector): DataNode[] {
    switch (selector.kind) {
      case 'key':
        return this.#at(dataNode, selector.key)
      case 'keys':
        return selector.keys.flatMap((key) => this.#at(dataNode, key))
      case 'all':
        return this.#children(dataNode)
      case 'below':
        return this.#descendants(dataNode).flatMap((one) => this.#step(one, selector.then))
      case 'slice':
        return this.#slice(dataNode, selector)
      case 'filter':
        return this.#children(dataNode).filter((one) => isTrue(this.value(selector.condition, one)))
    }
  }

  #at(dataNode: DataNode, key: Value): DataNode[] {
    const value = this.#peek(dataNode)
    if (typeof key === 'number' ? !isList(value) : typeof value !== 'object' || value === null) return []
    try {
      const found = dataNode.at(key)
      return this.#isKnown(found) ? [found] : []
    } catch (error) {
      if (error instanceof ExpressionError) return []
      throw error
    }
  }

  #slice(dataNode: DataNode, {start, end, step}: Selector & {kind: 'slice'}): DataNode[] {
    const items = isList(this.#peek(dataNode)) ? this.#children(dataNode) : []
    const index = (at: number) => (at < 0 ? Math.max(0, items.length + at) : at)
    return items.slice(index(start ?? 0), end === undefined ? undefined : index(end)).filter((_, at) => at % step === 0)
  }

  #children(dataNode: DataNode): DataNode[] {
    return dataNode
      .entries()
      .map(([, child]) => child)
      .filter((child) => this.#isKnown(child))
  }

  #descendants(dataNode: DataNode): DataNode[] {
    return [dataNode, ...this.#children(dataNode).flatMap((child) => this.#descendants(child))]
  }

  #isKnown(dataNode: DataNode): boolean {
    const {unresolved} = dataNode.shallow()
    this.unresolved.push(...unresolved)
    return unresolved.length === 0
  }

  /** The value without evaluating its parts, to see its type. */
  #peek(dataNode: DataNode): Value {
    return dataNode.shallow().value
  }

  #read({read}: Pick<DataNode, 'read'>): Value {
    const {value, unresolved} = read()
    this.unresolved.push(...unresolved)
    return value
  }

  /** The node with each JSONPath in it replaced by its result. */
  #withValues(node: Node, current: DataNode): Node {
    const inner = (one: Node) => this.#withValues(one, current)
    switch (node.type) {
      case 'jsonpath':
        return {type: 'constant', value: this.#result(node, current)}
      case 'prefix':
        return {...node, operand: inner(node.operand)}
      case 'infix':
        return {...node, left: inner(node.left), right: inner(node.right)}
      case 'list':
        return {...node, items: node.items.map(inner)}
      default:
        return node
    }
  }
}

function isTrue(value: Value): boolean {
  return value === true
}

/** A list without brackets, as kubectl prints it. */
function shown(value: Value): string {
  if (isList(value)) return value.map(goFormat).join(' ')
  return goFormat(value)
}
