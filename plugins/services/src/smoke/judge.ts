import {isDeepStrictEqual} from 'node:util'

import type {RunResult} from '@rde/workflow'

import type {Expectation} from './expectation.js'

/** Why a run did not end as it was to; undefined where it did. */
export function judgeRun(
  {outcome: expected, outputs}: Pick<Expectation, 'outcome' | 'outputs'>,
  {end, outputs: left}: Pick<RunResult, 'end' | 'outputs'>,
): string | undefined {
  if (end === undefined) return 'the run was left before its end'
  const because = end.reason === undefined ? '' : `: ${end.reason}`
  // What never began has not failed by itself.
  if (end.stuck) return `the run cannot go on${because}`
  const wanted = expected === 'succeeds' ? 'succeeded' : 'failed'
  if (end.outcome !== wanted) return `the run ${end.outcome}${because}; it was to ${expected.slice(0, -1)}`
  for (const [step, values] of Object.entries(outputs)) {
    for (const [name, value] of Object.entries(values)) {
      const actual = left[step]?.[name]
      if (isDeepStrictEqual(actual, value)) continue
      const found = actual === undefined ? 'was not set' : `is ${JSON.stringify(actual)}`
      return `output ${name} of step ${step} ${found}; it was to be ${JSON.stringify(value)}`
    }
  }
  return undefined
}
