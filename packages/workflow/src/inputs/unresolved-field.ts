import type {ContainerStep, Expression} from '../document.js'
import type {Environment} from '../expressions/environment.js'
import {evaluate} from '../expressions/evaluate.js'
import {ExpressionError} from '../expressions/expression-error.js'
import {describeReference} from '../expressions/references.js'

/** The first field of a step that has no value, and why. relay-core would give the step the expression itself. */
export function unresolvedField(step: ContainerStep, environment: Environment): string | undefined {
  for (const [part, fields] of [
    ['spec', step.spec],
    ['env', step.env],
  ] as const) {
    for (const [name, expression] of Object.entries(fields ?? {})) {
      const why = whyNoValue(expression, environment)
      if (why !== undefined) return `${part}.${name} ${why}`
    }
  }
  return undefined
}

function whyNoValue(expression: Expression, environment: Environment): string | undefined {
  try {
    const {unresolved} = evaluate(expression, environment)
    const [first] = unresolved
    if (first === undefined) return undefined
    const never = first.kind === 'output' ? 'was never set' : 'is not known'
    return `refers to ${describeReference(first)}, which ${never}`
  } catch (error) {
    if (error instanceof ExpressionError) return `cannot be evaluated: ${error.message}`
    throw error
  }
}
