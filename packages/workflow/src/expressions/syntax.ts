import type {Value} from '../document.js'

/** The syntax tree of the text between `${` and `}`. */
export type Node =
  | {readonly type: 'constant'; readonly value: Value}
  /** `parameters.who`: the keys from the root. */
  | {readonly type: 'path'; readonly keys: readonly Node[]}
  | {readonly type: 'list'; readonly items: readonly Node[]}
  | {readonly type: 'mapping'; readonly entries: ReadonlyArray<readonly [Node, Node]>}
  | {readonly type: 'call'; readonly name: string; readonly args: CallArguments<Node>}
  | {readonly type: 'prefix'; readonly operator: string; readonly operand: Node}
  | {readonly type: 'infix'; readonly operator: string; readonly left: Node; readonly right: Node}
  /** `left |> right`: the right side is evaluated on the value of the left side. */
  | {readonly type: 'pipe'; readonly left: Node; readonly right: Node}
  /** `$.a[0]`: only in queries of the metadata API. */
  | {readonly type: 'jsonpath'; readonly from: 'root' | 'current'; readonly selectors: readonly Selector[]}

/** One step of a JSONPath. */
export type Selector =
  | {readonly kind: 'key'; readonly key: Value}
  | {readonly kind: 'keys'; readonly keys: readonly Value[]}
  | {readonly kind: 'all'}
  | {readonly kind: 'below'; readonly then: Selector}
  | {readonly kind: 'slice'; readonly start?: number; readonly end?: number; readonly step: number}
  | {readonly kind: 'filter'; readonly condition: Node}

/** The functions that expressions can call. */
export const functionNames = [
  'append',
  'coalesce',
  'concat',
  'convertMarkdown',
  'equals',
  'exists',
  'jsonMarshal',
  'jsonUnmarshal',
  'merge',
  'notEquals',
  'now',
  'path',
  'toString',
] as const

export type FunctionName = (typeof functionNames)[number]

/** Positional or named arguments. */
export type CallArguments<Argument> = readonly Argument[] | Readonly<Record<string, Argument>>

/** Text that contains expressions. */
export type Template = ReadonlyArray<string | Node>
