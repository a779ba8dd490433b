import type {Expression, Position, Problem, WorkflowDocument} from '../document.js'
import {functionNames} from '../expressions/syntax.js'
import {nearest} from '@rde/errors'
import type {Locate, Path} from '../go-yaml/yaml-file.js'
import {type Check, error, warning} from './check.js'
import {unknownStep} from './dependencies.js'
import {expressionReferences, type Reference} from './references.js'

interface Known {
  readonly steps: ReadonlySet<string>
  readonly parameters: ReadonlySet<string>
}

/**
 * Where an expression is used. relay-core waits until it can evaluate a condition; others are passed on unevaluated.
 */
type Context = 'value' | 'condition' | 'trigger'

/** Finds references to missing steps and parameters, and functions that the engine does not have. */
export const checkExpressions: Check = (document, at) => {
  const known = {
    steps: new Set(document.steps.map(({name}) => name)),
    parameters: new Set(Object.keys(document.parameters)),
  }
  return locatedExpressions(document).flatMap(({expression, path, context, step}) => [
    ...(context === 'condition' ? bareConditions(expression, path, at) : []),
    ...expressionReferences(expression, path).flatMap(({reference, path: inner}) =>
      checkReference(reference, {
        known,
        context,
        step,
        at: at(inner, 'offset' in reference ? reference.offset : undefined),
      }),
    ),
  ])
}

function locatedExpressions({steps, triggers}: WorkflowDocument) {
  const ofSteps = steps.flatMap((step, index) => {
    const own = step.type === 'container' ? {spec: step.spec, env: step.env} : {description: step.description}
    const all = [
      ...Object.entries(own).map(([key, expression]) => located(expression, ['steps', index, key], 'value')),
      located(step.when, ['steps', index, 'when'], 'condition'),
    ]
    return all.map((one) => ({...one, step: step.name}))
  })
  const ofTriggers = triggers.flatMap(({source, binding, when}, index) => [
    located(source['spec'], ['triggers', index, 'source', 'spec'], 'trigger'),
    located(source['env'], ['triggers', index, 'source', 'env'], 'trigger'),
    located(binding?.key, ['triggers', index, 'binding', 'key'], 'trigger'),
    located(binding?.parameters, ['triggers', index, 'binding', 'parameters'], 'trigger'),
    located(when, ['triggers', index, 'when'], 'trigger'),
  ])
  return [...ofSteps, ...ofTriggers]
}

interface Located {
  readonly expression: Expression | undefined
  readonly path: Path
  readonly context: Context
  /** The step that it belongs to. */
  readonly step?: string
}

function located(expression: Expression | undefined, path: Path, context: Context): Located {
  return {expression, path, context}
}

/** A condition without `${…}` is plain text: relay-core skips the step. */
function bareConditions(condition: Expression | undefined, path: Path, at: Locate): Problem[] {
  if (Array.isArray(condition)) {
    return (condition as readonly Expression[]).flatMap((one, index) => bareConditions(one, [...path, index], at))
  }
  if (typeof condition !== 'string' || condition.includes('${') || /^(true|false)$/i.test(condition)) return []
  return [error(at(path), `this condition is plain text: write \${${condition}}`)]
}

interface ReferenceContext {
  readonly known: Known
  readonly context: Context
  readonly step: string | undefined
  readonly at: Position
}

function checkReference(reference: Reference, {known, context, step, at}: ReferenceContext): Problem[] {
  switch (reference.kind) {
    case 'fault':
      return [error(at, reference.message)]
    case 'function':
      return isKnownFunction(reference.name) ? [] : [error(at, unknownFunction(reference.name))]
    case 'event':
      return context === 'trigger' ? [] : [error(at, '!Data and ${event…} work only in triggers')]
    case 'parameter': {
      if (reference.optional || known.parameters.has(reference.name)) return []
      return [undeclared(reference.name, {known: [...known.parameters], context, at})]
    }
    case 'secret':
      // Whether it exists is known only on the cluster.
      return []
    default:
      if (reference.kind === 'output' && reference.name === step) {
        return [error(at, `step "${step}" uses its own output, which is not set when it starts`)]
      }
      return known.steps.has(reference.name) ? [] : [error(at, unknownStep(reference.name, known.steps))]
  }
}

/** An undeclared parameter makes a condition wait for an hour; elsewhere it only keeps the step from starting. */
function undeclared(
  name: string,
  {known, context, at}: {readonly known: readonly string[]; readonly context: Context; readonly at: Position},
): Problem {
  const near = nearest(name, known)
  const message = `the workflow declares no parameter "${name}"`
  if (near !== undefined) return error(at, `${message}; did you mean "${near}"?`)
  return context === 'condition'
    ? error(at, `${message}, so this condition would never be decided`)
    : warning(at, message)
}

function isKnownFunction(name: string): boolean {
  return functionNames.some((known) => known === name)
}

function unknownFunction(name: string): string {
  const near = nearest(name, functionNames)
  return `there is no function "${name}"${near === undefined ? '' : `; did you mean ${near}?`}`
}
