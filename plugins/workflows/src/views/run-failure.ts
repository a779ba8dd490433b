import {printableValue, RdeError, type Remedy} from '@rde/errors'
import type {RunOutcome} from '@rde/workflow'

import type {RunMemory, StepMemory} from './run-memory.js'
import {stepWords} from './step-words.js'

export interface EndedRun {
  /** `NAME#N` */
  readonly reference: string
  readonly outcome: RunOutcome
  readonly reason?: string | undefined
  /** The run has not ended, but can never continue. */
  readonly stuck?: boolean | undefined
  readonly remedies?: readonly Remedy[] | undefined
  /** The command that runs it again. */
  readonly again: string
  /** The command that shows the whole log of a step, if it is kept. */
  readonly logs?: (step: string) => string
}

/** The error of a run that did not succeed: each failed step with its last lines, or the reason of the run itself. */
export function runFailure(ended: EndedRun, memory: RunMemory): RdeError {
  const {reference, outcome, reason, remedies, again, logs, stuck = false} = ended
  const failed = stuck || outcome !== 'failed' ? [] : memory.steps.filter(({event}) => event.phase === 'failed')
  const [first] = failed
  const why = reason === undefined || first !== undefined ? '.' : `: ${reason}`
  const whole = first && logs ? [{what: 'The whole log', command: logs(first.event.step)}] : []
  return new RdeError([`${reference} ${endings[outcome]}${why}`, ...failed.map(stepBlock)].join('\n'), {
    code:
      outcome === 'cancelled' ? 'RDE_RUN_CANCELLED' : outcome === 'rejected' ? 'RDE_RUN_REJECTED' : 'RDE_RUN_FAILED',
    remedies: remedies ?? [...whole, {what: 'Run again', command: again}],
  })
}

const endings: Readonly<Record<RunOutcome, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  rejected: 'was rejected',
  cancelled: 'was cancelled',
}

function stepBlock({event, lines}: StepMemory): string {
  const head = printableValue(`${event.step} ${stepWords(event)}`)
  return lines.length === 0 ? head : [`${head}; its last lines:`, ...lines.map((line) => `  | ${line}`)].join('\n')
}
