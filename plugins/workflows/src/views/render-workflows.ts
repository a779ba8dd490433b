import {asTyped} from '@rde/errors'
import {table} from '@rde/plugin-kit/command/table'
import type {RunSummary} from '@rde/workflow/engine'

import type {ListedWorkflow} from '../services/workflow/list.js'

export function renderWorkflows(workflows: readonly ListedWorkflow[]): string {
  if (workflows.length === 0) return `No workflow was saved so far; save one with: ${asTyped('rde workflow save FILE')}`
  const rows = workflows.map(({name, revision, savedAt, steps, lastRun}) => [
    name,
    String(steps),
    revision ?? '-',
    moment(savedAt),
    lastRun === null ? 'none' : `${lastRun.run} ${lastRun.state}`,
  ])
  return table(['NAME', 'STEPS', 'REVISION', 'SAVED (UTC)', 'LAST RUN'], rows)
}

/** A run, on the cluster or without one. */
export type RunRow = Pick<RunSummary, 'reference' | 'state' | 'createdAt' | 'endedAt'> & {
  readonly steps: ReadonlyArray<{readonly phase: string}>
}

export function renderRuns(runs: readonly RunRow[]): string {
  if (runs.length === 0) return `No workflow has run so far; run one with: ${asTyped('rde workflow run FILE')}`
  const rows = runs.map(({reference, state, createdAt, endedAt, steps}) => [
    reference,
    state,
    moment(createdAt),
    endedAt === undefined ? '-' : `${Math.round((Date.parse(endedAt) - Date.parse(createdAt)) / 1_000)} s`,
    stepCounts(steps),
  ])
  return table(['RUN', 'STATE', 'STARTED (UTC)', 'TOOK', 'STEPS'], rows)
}

/** `2 succeeded, 1 failed` */
function stepCounts(steps: RunRow['steps']): string {
  const counts = new Map<string, number>()
  for (const {phase} of steps) counts.set(phase, (counts.get(phase) ?? 0) + 1)
  return [...counts].map(([phase, count]) => `${count} ${phase}`).join(', ') || '-'
}

export function moment(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
