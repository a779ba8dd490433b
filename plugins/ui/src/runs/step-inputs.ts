import {toJson, type Expression, type Step, type Value} from '@rde/workflow'
import {emptyEnvironment, evaluate} from '@rde/workflow/expressions'

import type {NamedText} from '../api.js'

export interface KnownValues {
  readonly parameters: Readonly<Record<string, Value>>
  /** By step, then by name; without sensitive values. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>
}

/**
 * The inputs of a step: its spec, env and script. Known parameters and outputs are filled in; secrets and connections
 * always stay expressions.
 */
export function stepInputs(step: Step, known?: KnownValues): NamedText[] {
  if (step.type === 'approval') return []
  const {spec = {}, env = {}, input, command, args} = step
  const filled = (value: Expression) => (known === undefined ? value : fillIn(value, known))
  return [
    ...Object.entries(spec).map(([name, value]) => ({name: `spec.${name}`, text: showValue(filled(value))})),
    ...Object.entries(env).map(([name, value]) => ({name: `env.${name}`, text: showValue(filled(value))})),
    ...(command === undefined ? [] : [{name: 'command', text: [command, ...(args ?? [])].join(' ')}]),
    ...(input === undefined ? [] : [{name: 'input', text: input.join('\n')}]),
  ]
}

/** A text as it is, anything else as JSON. */
export function showValue(value: unknown): string {
  return typeof value === 'string' ? value : toJson(value, 2)
}

function fillIn(value: Expression, known: KnownValues): Value {
  try {
    return evaluate(value, {...emptyEnvironment, ...known}).value
  } catch {
    // The failure of the step explains why there is no value.
    return value
  }
}
