import type {Expression, WorkflowDocument} from '../document.js'
import {emptyEnvironment, type Environment} from '../expressions/environment.js'
import {evaluate} from '../expressions/evaluate.js'
import {ExpressionError} from '../expressions/expression-error.js'
import type {Reference} from '../expressions/references.js'

export interface MissingInputs {
  readonly secrets: readonly string[]
  readonly connections: ReadonlyArray<{readonly type: string; readonly name: string}>
}

type Known = Pick<Environment, 'parameters' | 'secrets' | 'connections'>

/** The secrets and connections that the steps of a workflow need and that are not set. */
export function missingInputs({steps}: WorkflowDocument, known: Known): MissingInputs {
  const expressions = steps.flatMap((step) => {
    const own = step.type === 'container' ? [step.spec ?? {}, step.env ?? {}] : []
    return [...own, ...(step.when === undefined ? [] : [step.when])]
  })
  const references = expressions.flatMap((expression) => unresolvedIn(expression, known))
  const secrets = references.flatMap((reference) => (reference.kind === 'secret' ? [reference.name] : []))
  const connections = references.flatMap((one) =>
    one.kind === 'connection' ? [[`${one.type}/${one.name}`, {type: one.type, name: one.name}] as const] : [],
  )
  return {secrets: [...new Set(secrets)], connections: [...new Map(connections).values()]}
}

/** Evaluates field by field, so that an invalid expression does not hide the references of the others. */
function unresolvedIn(expression: Expression, known: Known): readonly Reference[] {
  if (typeof expression === 'object' && expression !== null && !Array.isArray(expression)) {
    const keys = Object.keys(expression)
    const isPlain = !keys.some((key) => key === '$type' || key === '$encoding' || key.startsWith('$fn.'))
    if (isPlain) return Object.values<Expression>(expression).flatMap((field) => unresolvedIn(field, known))
  }
  try {
    return evaluate(expression, {...emptyEnvironment, ...known}).unresolved
  } catch (error) {
    // The step with the invalid expression reports it.
    if (error instanceof ExpressionError) return []
    throw error
  }
}
