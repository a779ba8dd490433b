import type {Position, Problem, WorkflowDocument} from '../document.js'
import {expressionFunctions} from '../expression-functions.js'
import {nearest} from '../nearest.js'
import type {Path} from '../go-yaml/yaml-file.js'
import {type Check, error, warning} from './check.js'
import {unknownStep} from './dependencies.js'
import {expressionReferences} from './expression-references.js'
import type {Reference} from './reference.js'

interface Known {
  readonly steps: ReadonlySet<string>
  readonly parameters: ReadonlySet<string>
}

/** Where an expression stands: a condition waits until it can be worked out, the others are handed on as they are. */
type Context = 'value' | 'condition' | 'trigger'

/** References to what is not there, and functions that the engine does not know. */
export const checkExpressions: Check = (document, at) => {
  const known = {
    steps: new Set(document.steps.map(({name}) => name)),
    parameters: new Set(Object.keys(document.parameters)),
  }
  return locatedExpressions(document).flatMap(({expression, path, context}) =>
    expressionReferences(expression, path).flatMap(({reference, path: inner}) =>
      judge(reference, {known, context, at: at(inner)}),
    ),
  )
}

function locatedExpressions({steps, triggers}: WorkflowDocument) {
  const ofSteps = steps.flatMap((step, index) => {
    const own = step.type === 'container' ? {spec: step.spec, env: step.env} : {}
    const values = Object.entries(own).map(([key, expression]) => located(expression, ['steps', index, key], 'value'))
    return [...values, located(step.when, ['steps', index, 'when'], 'condition')]
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

function located(expression: Parameters<typeof expressionReferences>[0], path: Path, context: Context) {
  return {expression, path, context}
}

interface Circumstances {
  readonly known: Known
  readonly context: Context
  readonly at: Position
}

function judge(reference: Reference, {known, context, at}: Circumstances): Problem[] {
  switch (reference.kind) {
    case 'fault':
      return [error(at, reference.message)]
    case 'function':
      return isKnownFunction(reference.name) ? [] : [error(at, unknownFunction(reference.name))]
    case 'event':
      return context === 'trigger'
        ? []
        : [unresolved('!Data and ${event…} mean something in triggers only', {context, at})]
    case 'parameter': {
      if (reference.optional || known.parameters.has(reference.name)) return []
      return [unresolved(`the workflow declares no parameter "${reference.name}"`, {context, at})]
    }
    case 'secret':
      // Whether there is one is known on the cluster only.
      return []
    default:
      return known.steps.has(reference.name) ? [] : [error(at, unknownStep(reference.name, known.steps))]
  }
}

/** In a condition it makes the step wait for an hour; elsewhere the step gets the expression itself. */
function unresolved(message: string, {context, at}: {context: Context; at: Position}): Problem {
  return context === 'condition'
    ? error(at, `${message}, so this condition would never be decided`)
    : warning(at, message)
}

function isKnownFunction(name: string): boolean {
  return (expressionFunctions as readonly string[]).includes(name)
}

function unknownFunction(name: string): string {
  const near = nearest(name, expressionFunctions)
  return `there is no function "${name}"${near === undefined ? '' : `; did you mean ${near}?`}`
}
