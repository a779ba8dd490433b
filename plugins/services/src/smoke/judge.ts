import {isDeepStrictEqual} from 'node:util'

import type {RunResult} from '@rde/workflow'

import type {Expectation} from './expectation.js'

/** Why a run did not meet its expectation; undefined if it did. */
export function judgeRun(
  {outcome: expected, outputs}: Pick<Expectation, 'outcome' | 'outputs'>,
  {end, outputs: actualOutputs}: Pick<RunResult, 'end' | 'outputs'>,
): string | undefined {
  if (end === undefined) return 'the run was left before its end'
  const because = end.reason === undefined ? '' : `: ${end.reason}`
  // A run that cannot start does not count as failed.
  if (end.stuck) return `the run cannot go on${because}`
  const wanted = expected === 'succeeds' ? 'succeeded' : 'failed'
  if (end.outcome !== wanted) return `the run ${end.outcome}${because}; expected it to ${expected.slice(0, -1)}`
  for (const [step, values] of Object.entries(outputs)) {
    for (const [name, value] of Object.entries(values)) {
      const actual = actualOutputs[step]?.[name]
      if (isDeepStrictEqual(actual, value)) continue
      const found = actual === undefined ? 'was not set' : `is ${JSON.stringify(actual)}`
      return `output ${name} of step ${step} ${found}; expected ${JSON.stringify(value)}`
    }
  }
  return undefined
}
