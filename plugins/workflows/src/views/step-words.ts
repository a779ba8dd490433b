import {formatDuration} from '@rde/plugin-kit'
import type {StepEvent} from '@rde/workflow'

/** Describes the state of a step, to follow its name: `failed with exit code 2 after 31 s`. */
export function stepWords({phase, reason, exitCode, startedAt, endedAt}: StepEvent): string {
  const took = startedAt && endedAt ? ` after ${formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}` : ''
  if (phase === 'waiting') return waitingWords(reason)
  if (phase === 'running') return 'running'
  if (phase === 'skipped') return reason === undefined ? 'skipped' : `skipped: ${reason}`
  if (phase === 'succeeded') return `succeeded${took}`
  const code = exitCode === undefined ? '' : ` with exit code ${exitCode}`
  return `failed${code}${took}${reason === undefined ? '' : `: ${reason}`}`
}

function waitingWords(reason: string | undefined): string {
  if (reason === undefined) return 'waiting'
  if (reason === 'approval') return 'waits for approval'
  return reason.startsWith('waits for ') ? reason : `waiting: ${reason}`
}
