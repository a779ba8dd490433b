import {quoted} from './expression-error.js'

/** A reference in an expression. */
export type Reference =
  | {readonly kind: 'parameter'; readonly name: string}
  | {readonly kind: 'secret'; readonly name: string}
  | {readonly kind: 'connection'; readonly type: string; readonly name: string}
  | {readonly kind: 'output'; readonly from: string; readonly name: string}
  | {readonly kind: 'status'; readonly action: string; readonly property: string}
  | {readonly kind: 'answer'; readonly askRef: string; readonly name: string}

/** `parameter "who"`, as relay-core writes it. */
export function describeReference(reference: Reference): string {
  switch (reference.kind) {
    case 'connection':
      return `connection type ${quoted(reference.type)} with name ${quoted(reference.name)}`
    case 'output':
      return `output ${quoted(reference.name)} of step ${quoted(reference.from)}`
    case 'status':
      return `status property ${quoted(reference.property)} of step ${quoted(reference.action)}`
    case 'answer':
      return `answer ${quoted(reference.name)} of ask ${quoted(reference.askRef)}`
    default:
      return `${reference.kind} ${quoted(reference.name)}`
  }
}

/** The message for an incomplete evaluation, as relay-core writes it. */
export function describeUnresolved(unresolved: readonly Reference[]): string {
  return ['unresolvable:', ...unresolved.map((reference) => `* ${describeReference(reference)}: not found`)].join('\n')
}

/** Removes duplicates; keeps the order of first appearance. */
export function distinct(references: readonly Reference[]): Reference[] {
  return [...new Map(references.map((reference) => [describeReference(reference), reference])).values()]
}
