import type {Value} from '../../document.js'
import type {Environment} from '../environment.js'
import {evaluate} from '../evaluate.js'
import {describeUnresolved} from '../references.js'

/** For tests: the values that the expected results were recorded with. */
export const known: Environment = {
  parameters: {
    who: 'world',
    n: 2,
    flag: true,
    list: ['x', 'y'],
    map: {k: 'v', n: {deep: 1}},
    str: 'true',
    json: '{"a":1}',
    nil: null,
  },
  secrets: {'my-secret': 'S', token: 'T'},
  connections: {aws: {'my-aws': {accessKeyID: 'AK'}}},
  outputs: {b: {thing: 'OUT'}},
  steps: {a: {succeeded: true, failed: false}},
  answers: {ask: {approval: 'approved'}},
}

/** For tests: a result in the format of the tables recorded from relay-core. */
export function evaluated(expression: Value, environment = known): string {
  try {
    const {value, unresolved} = evaluate(expression, environment)
    const missing =
      unresolved.length === 0 ? '' : `  UNRESOLVED ${describeUnresolved(unresolved).replaceAll('\n', ' / ')}`
    return JSON.stringify(value) + missing
  } catch (error) {
    return `ERROR ${(error as Error).message}`
  }
}
