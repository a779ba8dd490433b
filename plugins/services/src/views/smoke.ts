import {formatDuration, table} from '@rde/plugin-kit'

import {nameOf} from '../smoke/junit.js'
import {combinationsOf, failuresOf, hasFailed, type CombinationResult, type SmokeState} from '../smoke/state.js'

/** Renders one combination as a line, followed by a line for each failure. */
export function renderCombination(
  result: CombinationResult,
  {plan, round}: Pick<SmokeState, 'plan' | 'round'>,
): string {
  const {place, ms, memoryBytes, evidence} = result
  const count = `${round > 1 ? `round ${round}, ` : ''}${place + 1} of ${combinationsOf(plan)}`
  const end = hasFailed(result) ? 'failed' : 'passed'
  return [
    `${count}   ${end}   ${nameOf(result)}   ${formatDuration(ms)}${memoryBytes === undefined ? '' : `   ${megabytes(memoryBytes)}`}`,
    ...failuresOf(result).flatMap((failure) => failure.split('\n').map((line) => `  ${line}`)),
    ...(evidence === undefined ? [] : [`  evidence: ${evidence}`]),
  ].join('\n')
}

/** Renders all combinations of a round as a table, and how many passed. */
export function renderSmoke({plan, results}: Pick<SmokeState, 'plan' | 'results'>): string {
  const headers = [
    '',
    ...plan.axes.map(({service}) => service.toUpperCase()),
    'ROLLOUT',
    ...plan.cases,
    'TIME',
    'MEMORY',
  ]
  const rows = results.map((result) => {
    const {place, combination, rollout, cases, ms, memoryBytes} = result
    const stateOf = (name: string) => {
      const found = cases.find((one) => one.name === name)
      return found === undefined ? '–' : cell(found)
    }
    const versions = plan.axes.map(({service}) => combination[service] ?? '')
    return [
      String(place + 1),
      ...versions,
      cell(rollout),
      ...plan.cases.map(stateOf),
      formatDuration(ms),
      megabytes(memoryBytes),
    ]
  })
  const failed = results.filter(hasFailed).length
  const total = combinationsOf(plan)
  const left = results.length < total ? `; ${total - results.length} not tested` : ''
  const passed = `${results.length - failed} of ${total} ${total === 1 ? 'combination' : 'combinations'} passed${left}.`
  return `${table(headers, rows)}\n\n${passed}`
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '–' : `${Math.round(bytes / 1_000_000)} MB`
}

function cell({ms, failure}: {readonly ms: number; readonly failure?: string}): string {
  return failure === undefined ? `ok ${formatDuration(ms)}` : 'failed'
}
