import type {Expression, Value, WorkflowDocument} from '../document.js'
import {emptyEnvironment, type Environment} from './environment.js'
import {evaluate} from './evaluate.js'
import {ExpressionError} from './expression-error.js'
import {describeReference} from './references.js'

/** The value of one expression of a workflow, as far as it is known before a run. */
export interface ExplainedExpression {
  readonly step: string
  /** `env.NAME` */
  readonly place: string
  readonly written: Expression
  /** Absent if the expression waits for something or is invalid. */
  readonly value?: Value
  /** `output "v" of step "a"` */
  readonly waitsFor: readonly string[]
  readonly error?: string
}

/** Each expression of the steps with its value or what it waits for. Plain values are left out. */
export function explainWorkflow(
  {steps}: WorkflowDocument,
  known: Pick<Environment, 'parameters'>,
): ExplainedExpression[] {
  const environment = {...emptyEnvironment, ...known}
  return steps.flatMap((step) => {
    const fields =
      step.type === 'container'
        ? [...named('spec', step.spec), ...named('env', step.env)]
        : [['description', step.description ?? ''] as const]
    const all = [...fields, ...(step.when === undefined ? [] : [['when', step.when] as const])]
    return all
      .filter(([, written]) => isExpression(written))
      .map(([place, written]) => {
        return {step: step.name, place, written, ...explain(written, environment)}
      })
  })
}

function named(part: string, fields: Readonly<Record<string, Expression>> = {}): Array<readonly [string, Expression]> {
  return Object.entries(fields).map(([name, expression]) => [`${part}.${name}`, expression] as const)
}

/** Whether a value contains anything that relay-core evaluates. */
function isExpression(written: Expression): boolean {
  if (typeof written === 'string') return written.includes('${')
  if (typeof written !== 'object' || written === null) return false
  const isTag = Object.keys(written).some((key) => key.startsWith('$'))
  return isTag || Object.values<Expression>(written).some(isExpression)
}

function explain(written: Expression, environment: Environment) {
  try {
    const {value, unresolved} = evaluate(written, environment)
    const waitsFor = unresolved.map(describeReference)
    return unresolved.length > 0 ? {waitsFor} : {value, waitsFor}
  } catch (error) {
    if (error instanceof ExpressionError) return {waitsFor: [], error: error.message}
    throw error
  }
}
