import {RdeError, type Remedy} from '@rde/errors'
import type {RunOutcome} from '@rde/workflow/events'

import type {RunMemory, StepMemory} from './run-memory.js'
import {stepWords} from './step-words.js'

export interface EndedRun {
  /** `NAME#N` */
  readonly reference: string
  readonly outcome: RunOutcome
  readonly reason?: string | undefined
  readonly remedies?: readonly Remedy[] | undefined
  /** The command that runs it again. */
  readonly again: string
  /** The command that shows a step's whole log, where it is kept. */
  readonly logs?: (step: string) => string
}

/** What is said at the end of a run that did not succeed: each failed step with its last lines. */
export function runFailure({reference, outcome, reason, remedies, again, logs}: EndedRun, memory: RunMemory): RdeError {
  const failed = memory.steps.filter(({event}) => event.phase === 'failed')
  const headline = `${reference} ${outcome === 'cancelled' ? 'was cancelled' : 'failed'}${reason === undefined ? '.' : `: ${reason}`}`
  const blocks = reason === undefined ? failed.map(stepBlock) : []
  const [first] = failed
  const whole = first && logs && reason === undefined ? [{what: 'The whole log', command: logs(first.event.step)}] : []
  return new RdeError([headline, ...blocks].join('\n'), {
    code: outcome === 'cancelled' ? 'RDE_RUN_CANCELLED' : 'RDE_RUN_FAILED',
    remedies: remedies ?? [...whole, {what: 'Run again', command: again}],
  })
}

function stepBlock({event, lines}: StepMemory): string {
  const head = `${event.step} ${stepWords(event)}`
  return lines.length === 0 ? head : [`${head}; its last lines:`, ...lines.map((line) => `  | ${line}`)].join('\n')
}
