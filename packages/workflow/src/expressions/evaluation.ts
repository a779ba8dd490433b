import type {Value} from '../document.js'
import type {Reference} from './references.js'

export interface Evaluation {
  /** Where something is unresolved, the expression as it was written stands in its place. */
  readonly value: Value
  /** What the value waits for; empty when it is complete. */
  readonly unresolved: readonly Reference[]
}

export function resolved(value: Value): Evaluation {
  return {value, unresolved: []}
}

export function waitingFor(unresolved: readonly Reference[]): Evaluation {
  return {value: null, unresolved}
}

/** Evaluates all, then computes with their values unless one is unresolved. */
export function withAll(evaluations: readonly Evaluation[], compute: (...values: Value[]) => Value): Evaluation {
  const unresolved = evaluations.flatMap((evaluation) => evaluation.unresolved)
  return unresolved.length > 0 ? waitingFor(unresolved) : resolved(compute(...evaluations.map(({value}) => value)))
}
