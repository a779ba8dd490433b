import type {Value} from '../document.js'
import type {Reference} from './references.js'

export interface Evaluation {
  /** An unresolved part stays the expression as it was written. */
  readonly value: Value
  /** The references that are not known yet; empty if the value is complete. */
  readonly unresolved: readonly Reference[]
}

export function resolved(value: Value): Evaluation {
  return {value, unresolved: []}
}

export function waitingFor(unresolved: readonly Reference[]): Evaluation {
  return {value: null, unresolved}
}

/** Calls `compute` with all values, unless one is unresolved. */
export function withAll(evaluations: readonly Evaluation[], compute: (...values: Value[]) => Value): Evaluation {
  const unresolved = evaluations.flatMap((evaluation) => evaluation.unresolved)
  return unresolved.length > 0 ? waitingFor(unresolved) : resolved(compute(...evaluations.map(({value}) => value)))
}
