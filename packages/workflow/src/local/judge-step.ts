import type {Expression, Step, Value} from '../document.js'
import {emptyEnvironment, type Environment} from '../expressions/environment.js'
import {evaluate} from '../expressions/evaluate.js'
import {ExpressionError} from '../expressions/expression-error.js'
import {goType, isList} from '../expressions/go-values.js'
import {describeReference, type Reference} from '../expressions/references.js'

/** What to do with a step that has not started. */
export type Verdict =
  | {readonly go: 'start'}
  | {readonly go: 'skip'; readonly reason: string}
  | {readonly go: 'wait'; readonly reason: string}

/**
 * Decides as relay-core does: each step in `dependsOn` must have succeeded, unless the step's own `when` refers to its
 * status, and every condition must be true. A false condition skips the step at once, even if others still wait.
 */
export function judgeStep(step: Step, environment: Environment): Verdict {
  const dependency = judgeDependencies(step, environment)
  if (dependency.go === 'skip') return dependency
  const condition = step.when === undefined ? {go: 'start' as const} : judgeWhen(step.when, environment)
  if (condition.go === 'skip' || dependency.go === 'start') return condition
  return dependency
}

function judgeDependencies(step: Step, {steps}: Environment): Verdict {
  const looked = stepsLookedAt(step.when)
  const needed = step.dependsOn.filter((name) => !looked.has(name))
  const status = (name: string) => (Object.hasOwn(steps, name) ? steps[name]! : {})
  const failed = needed.find((name) => status(name).succeeded === false)
  if (failed !== undefined) {
    return {go: 'skip', reason: status(failed).failed === true ? `${failed} failed` : `${failed} was skipped`}
  }
  const open = needed.filter((name) => status(name).succeeded === undefined)
  return open.length === 0 ? {go: 'start'} : {go: 'wait', reason: `waits for ${open.join(', ')}`}
}

function judgeWhen(when: Expression, environment: Environment): Verdict {
  try {
    const {value, unresolved} = evaluate(when, environment)
    return judgeConditions(when, value, unresolved)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return {go: 'skip', reason: `when cannot be evaluated: ${error.message}`}
  }
}

function judgeConditions(when: Expression, value: Value, unresolved: readonly Reference[]): Verdict {
  const written = isList(when) ? when : [when]
  const conditions = isList(value) ? value : [value]
  for (const [index, condition] of conditions.entries()) {
    if (condition === false) return {go: 'skip', reason: `when is false${inWords(written[index])}`}
    if (typeof condition !== 'boolean' && unresolved.length === 0) {
      return {go: 'skip', reason: `when must be true or false, but is of the type ${goType(condition)}`}
    }
  }
  if (unresolved.length === 0) return {go: 'start'}
  return {go: 'wait', reason: `waits for ${[...new Set(unresolved.map(awaited))].join(', ')}`}
}

function awaited(reference: Reference): string {
  return reference.kind === 'status' ? reference.action : describeReference(reference)
}

/** ` (parameters.env == 'prod')` */
function inWords(condition: Expression | undefined): string {
  if (condition === undefined || typeof condition === 'boolean') return ''
  const text = typeof condition === 'string' ? condition.replace(/^\$\{(.*)\}$/, '$1') : JSON.stringify(condition)
  return ` (${text})`
}

/**
 * The steps whose status a condition refers to: the condition decides how they must have ended. Found as relay-core
 * does, by evaluating the condition with an empty environment.
 */
export function stepsLookedAt(when: Expression | undefined): ReadonlySet<string> {
  if (when === undefined) return new Set()
  try {
    const {unresolved} = evaluate(when, emptyEnvironment)
    return new Set(unresolved.flatMap((reference) => (reference.kind === 'status' ? [reference.action] : [])))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return new Set()
  }
}
