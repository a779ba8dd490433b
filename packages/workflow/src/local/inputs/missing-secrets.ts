import type {Expression, WorkflowDocument} from '../../document.js'
import {emptyEnvironment} from '../../expressions/environment.js'
import {evaluate} from '../../expressions/evaluate.js'
import {ExpressionError} from '../../expressions/expression-error.js'
import {isContainer, type RunInputs} from '../run-state.js'

/** The secrets that steps refer to and that the run will not have: what refers to them will stay unresolved. */
export function lackingSecrets({steps}: WorkflowDocument, inputs: RunInputs): string[] {
  const names = steps.filter(isContainer).flatMap(({spec, env, when}) => {
    const expressions = [
      ...Object.values(spec ?? {}),
      ...Object.values(env ?? {}),
      ...(when === undefined ? [] : [when]),
    ]
    return expressions.flatMap((expression) => secretsLackedBy(expression, inputs))
  })
  return [...new Set(names)]
}

function secretsLackedBy(expression: Expression, inputs: RunInputs): string[] {
  try {
    const {unresolved} = evaluate(expression, {...emptyEnvironment, ...inputs})
    return unresolved.flatMap((reference) => (reference.kind === 'secret' ? [reference.name] : []))
  } catch (error) {
    // A wrong expression is told by the step that has it.
    if (error instanceof ExpressionError) return []
    throw error
  }
}
