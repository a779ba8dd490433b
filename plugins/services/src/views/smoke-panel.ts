import {join} from 'node:path'

import {readText} from '@rde/config'
import {formatDuration, type Panel, type PanelContent, type PanelRow, type PanelTable} from '@rde/plugin-kit'

import {nameOf} from '../smoke/junit.js'
import {combinationsOf, failuresOf, hasFailed, type CombinationResult, type SmokeState} from '../smoke/state.js'

/** The panel of `rde ui` with the last `rde smoke`: the matrix of versions, during and after the test. */
export const smokePanel: Panel = {
  id: 'smoke',
  title: 'Smoke test',
  ownPage: true,
  async read({session}) {
    const text = await readText(join(session.data.smoke, 'smoke.json'))
    if (text === undefined) return nothingTested
    return smokeContent(JSON.parse(text) as SmokeState)
  },
}

/** Keeps a symbol and its text on one line. */
const nbsp = '\u00A0'

const nothingTested: PanelContent = {
  state: 'unknown',
  summary: 'No smoke test was run on this cluster.',
  problems: [
    {
      message: 'Test the last two versions of all services',
      remedy: {what: 'Run it', command: 'rde smoke --versions latest:2'},
    },
  ],
}

type Results = Pick<SmokeState, 'plan' | 'results' | 'round' | 'past'>

export function smokeContent(state: Results): PanelContent {
  const {plan, results, round, past} = state
  const failed = results.filter(hasFailed)
  const left = combinationsOf(plan) - results.length
  const counts = [`${results.length - failed.length} passed`, `${failed.length} failed`, `${left} not tested`]
  const before = round === 1 ? '' : `; before it, ${past.passed} passed and ${past.failed} failed`
  return {
    state: failed.length > 0 ? 'error' : left > 0 ? 'warning' : 'ok',
    summary: `${round === 1 ? '' : `Round ${round}: `}${counts.join(', ')}${before}.`,
    problems: failed.flatMap((result) => [
      ...failuresOf(result).map((failure) => ({message: `${nameOf(result)}: ${failure}`})),
      ...(result.evidence === undefined ? [] : [{message: `Its evidence: ${result.evidence}`}]),
    ]),
    tables: [...matrix(state), combinations(state)],
  }
}

/** A matrix of the versions of two services: one down, one across. */
function matrix({plan: {axes}, results}: Results): PanelTable[] {
  const [down, across] = axes
  if (down === undefined || across === undefined || axes.length > 2) return []
  const endOf = (first: string, second: string) => {
    const result = results.find(
      ({combination}) => combination[down.service] === first && combination[across.service] === second,
    )
    return result === undefined ? 'not tested' : hasFailed(result) ? `✖${nbsp}failed` : `✔${nbsp}passed`
  }
  return [
    {
      title: `${down.service} downwards, ${across.service} across`,
      columns: [down.service, ...across.versions],
      rows: down.versions.map((first) => ({cells: [first, ...across.versions.map((second) => endOf(first, second))]})),
    },
  ]
}

function combinations({plan: {axes, cases}, results}: Results): PanelTable {
  return {
    title: 'Combinations',
    columns: ['No.', ...axes.map(({service}) => service), 'Rollout', ...cases, 'Time'],
    rows: results.map((result): PanelRow => {
      const endOf = (name: string) => describeEnd(result.cases.find((one) => one.name === name))
      const versions = axes.map(({service}) => result.combination[service] ?? '')
      const ends = [describeEnd(result.rollout), ...cases.map(endOf)]
      return {
        state: hasFailed(result) ? 'error' : 'ok',
        cells: [String(result.place + 1), ...versions, ...ends, formatDuration(result.ms)],
      }
    }),
  }
}

function describeEnd(part: CombinationResult['rollout'] | undefined): string {
  if (part === undefined) return 'not run'
  return part.failure === undefined ? `✔${nbsp}${formatDuration(part.ms)}` : `✖${nbsp}failed`
}
