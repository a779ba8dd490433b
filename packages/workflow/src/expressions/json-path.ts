import type {Value} from '../document.js'
import {evaluateNode} from './evaluate-node.js'
import type {Evaluation} from './evaluation.js'
import {ExpressionError} from './expression-error.js'
import {goFormat, isList} from './go-values.js'
import {parseJsonPath, parseJsonPathTemplate, type Selector, type TemplatePart} from './parse-json-path.js'
import type {Place} from './place.js'
import type {Reference} from './references.js'
import type {Node} from './syntax.js'

/** What a JSONPath (`$.a[0]`) finds in a place, as relay-core's language `jsonpath`. */
export function evaluateJsonPath(query: string, root: Place): Evaluation {
  const search = new Search(root)
  const value = search.value(parseJsonPath(query), root)
  return {value, unresolved: search.unresolved}
}

/** What a template of JSONPaths (`{.a} and {.b}`) becomes, as relay-core's language `jsonpath-template`. */
export function evaluateJsonPathTemplate(query: string, root: Place): Evaluation {
  const search = new Search(root)
  const value = search.text(parseJsonPathTemplate(query), root)
  return {value, unresolved: search.unresolved}
}

/** Walks through places and collects what is not known yet on the way. */
class Search {
  readonly unresolved: Reference[] = []

  constructor(private readonly root: Place) {}

  value(node: Node, current: Place): Value {
    if (node.type === 'jsonpath') return this.#result(node, current)
    const replaced = this.#withValues(node, current)
    return this.#read({read: () => evaluateNode(replaced, this.root)})
  }

  text(parts: readonly TemplatePart[], current: Place): string {
    return parts.map((part) => this.#part(part, current)).join('')
  }

  #part(part: TemplatePart, current: Place): string {
    if (typeof part === 'string') return part
    if ('range' in part) {
      return this.#elements(part.range, current)
        .map((place) => this.text(part.body, place))
        .join('')
    }
    // The whole is shown as it is written, and so is never complete.
    if (part.value.type === 'jsonpath' && part.value.selectors.length === 0 && current === this.root) {
      this.#read(this.root)
      return goFormat(this.root.written())
    }
    if (part.value.type !== 'jsonpath') return shown(this.value(part.value, current))
    const found = this.#select(part.value, current).map((place) => this.#read(place))
    return found.map(shown).join(' ')
  }

  /** What `range` goes through: the items of a list, or all that was found. */
  #elements(node: Node & {type: 'jsonpath'}, current: Place): Place[] {
    const found = this.#select(node, current)
    const [only] = found
    return found.length === 1 && isList(only!.read().value) ? this.#children(only!) : found
  }

  /** One value for a path that can find only one; else a list. */
  #result(node: Node & {type: 'jsonpath'}, current: Place): Value {
    const found = this.#select(node, current).map((place) => this.#read(place))
    if (node.selectors.every(({kind}) => kind === 'key')) return found[0] ?? null
    return found
  }

  #select({from, selectors}: Node & {type: 'jsonpath'}, current: Place): Place[] {
    let places = [from === 'root' ? this.root : current]
    for (const selector of selectors) places = places.flatMap((place) => this.#step(place, selector))
    return places
  }

  #step(place: Place, selector: Selector): Place[] {
    switch (selector.kind) {
      case 'key':
        return this.#at(place, selector.key)
      case 'keys':
        return selector.keys.flatMap((key) => this.#at(place, key))
      case 'all':
        return this.#children(place)
      case 'below':
        return this.#descendants(place).flatMap((one) => this.#step(one, selector.then))
      case 'slice':
        return this.#slice(place, selector)
      case 'filter':
        return this.#children(place).filter((one) => isTrue(this.value(selector.condition, one)))
    }
  }

  #at(place: Place, key: Value): Place[] {
    const value = this.#peek(place)
    if (typeof key === 'number' ? !isList(value) : typeof value !== 'object' || value === null) return []
    try {
      const found = place.at(key)
      return this.#isKnown(found) ? [found] : []
    } catch (error) {
      if (error instanceof ExpressionError) return []
      throw error
    }
  }

  #slice(place: Place, {start, end, step}: Selector & {kind: 'slice'}): Place[] {
    const items = isList(this.#peek(place)) ? this.#children(place) : []
    const index = (at: number) => (at < 0 ? Math.max(0, items.length + at) : at)
    return items.slice(index(start ?? 0), end === undefined ? undefined : index(end)).filter((_, at) => at % step === 0)
  }

  #children(place: Place): Place[] {
    return place
      .entries()
      .map(([, child]) => child)
      .filter((child) => this.#isKnown(child))
  }

  #descendants(place: Place): Place[] {
    return [place, ...this.#children(place).flatMap((child) => this.#descendants(child))]
  }

  #isKnown(place: Place): boolean {
    const {unresolved} = place.shallow()
    this.unresolved.push(...unresolved)
    return unresolved.length === 0
  }

  /** The kind of value that is there, without evaluating what lies below. */
  #peek(place: Place): Value {
    return place.shallow().value
  }

  #read({read}: Pick<Place, 'read'>): Value {
    const {value, unresolved} = read()
    this.unresolved.push(...unresolved)
    return value
  }

  /** The node with each JSONPath in it replaced by what it finds. */
  #withValues(node: Node, current: Place): Node {
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

/** A list without brackets, as kubectl shows it. */
function shown(value: Value): string {
  if (isList(value)) return value.map(goFormat).join(' ')
  return goFormat(value)
}
