import type {ContainerStep, Expression} from '../document.js'
import type {Environment} from '../expressions/environment.js'
import {evaluate} from '../expressions/evaluate.js'
import {ExpressionError} from '../expressions/expression-error.js'
import {describeReference} from '../expressions/references.js'

export interface UnresolvedField {
  /** The field, and why it has no value. */
  readonly message: string
  /** Whether it refers to an output that another step may still set. */
  readonly isOutput: boolean
}

/** The first field of a step without a value. relay-core would pass the expression itself to the step. */
export function unresolvedField(step: ContainerStep, environment: Environment): UnresolvedField | undefined {
  for (const [part, fields] of [
    ['spec', step.spec],
    ['env', step.env],
  ] as const) {
    for (const [name, expression] of Object.entries(fields ?? {})) {
      const why = whyNoValue(expression, environment)
      if (why !== undefined) return {...why, message: `${part}.${name} ${why.message}`}
    }
  }
  return undefined
}

function whyNoValue(expression: Expression, environment: Environment): UnresolvedField | undefined {
  try {
    const {unresolved} = evaluate(expression, environment)
    const [first] = unresolved
    if (first === undefined) return undefined
    const isOutput = first.kind === 'output'
    return {
      isOutput,
      message: `refers to ${describeReference(first)}, which ${isOutput ? 'was never set' : 'is not known'}`,
    }
  } catch (error) {
    if (error instanceof ExpressionError) return {isOutput: false, message: `cannot be evaluated: ${error.message}`}
    throw error
  }
}
