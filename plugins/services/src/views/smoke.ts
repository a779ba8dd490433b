import {formatDuration, table} from '@rde/plugin-kit'

import {nameOf} from '../smoke/junit.js'
import {combinationsOf, failuresOf, hasFailed, type CombinationResult, type SmokeState} from '../smoke/state.js'

/** One combination as a line, and a line for each failure. */
export function renderCombination(
  result: CombinationResult,
  {plan, round}: Pick<SmokeState, 'plan' | 'round'>,
): string {
  const {place, ms, evidence} = result
  const count = `${round > 1 ? `round ${round}, ` : ''}${place + 1} of ${combinationsOf(plan)}`
  const end = hasFailed(result) ? 'failed' : 'passed'
  return [
    `${count}   ${end}   ${nameOf(result)}   ${formatDuration(ms)}`,
    ...failuresOf(result).flatMap((failure) => failure.split('\n').map((line) => `  ${line}`)),
    ...(evidence === undefined ? [] : [`  evidence: ${evidence}`]),
  ].join('\n')
}

/** All combinations of a round as a table, and how many passed. */
export function renderSmoke({plan, results}: Pick<SmokeState, 'plan' | 'results'>): string {
  const heads = ['', ...plan.axes.map(({service}) => service.toUpperCase()), 'ROLLOUT', ...plan.cases, 'TIME']
  const rows = results.map((result) => {
    const {place, combination, rollout, cases, ms} = result
    const stateOf = (name: string) => {
      const found = cases.find((one) => one.name === name)
      return found === undefined ? '–' : cell(found)
    }
    const versions = plan.axes.map(({service}) => combination[service] ?? '')
    return [String(place + 1), ...versions, cell(rollout), ...plan.cases.map(stateOf), formatDuration(ms)]
  })
  const failed = results.filter(hasFailed).length
  const total = combinationsOf(plan)
  const left = results.length < total ? `; ${total - results.length} not tested` : ''
  const passed = `${results.length - failed} of ${total} ${total === 1 ? 'combination' : 'combinations'} passed${left}.`
  return `${table(heads, rows)}\n\n${passed}`
}

function cell({ms, failure}: {readonly ms: number; readonly failure?: string}): string {
  return failure === undefined ? `ok ${formatDuration(ms)}` : 'failed'
}
