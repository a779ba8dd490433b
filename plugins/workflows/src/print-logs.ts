import type {RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import {parseLocalReference} from '@rde/workflow/local/local-reference'
import type {RunEvent} from '@rde/workflow/events'

import {logPrefix} from './views/log-prefix.js'
import {stepWords} from './views/step-words.js'
import {detached} from './run-on-cluster.js'
import {showLocalLogs} from './services/workflow/local-logs.js'
import {showLogs, type LogsOptions} from './services/workflow/logs.js'

export interface PrintOptions extends Pick<LogsOptions, 'run' | 'step' | 'follow' | 'signal'> {
  /** Prints a line of a log. */
  readonly write: (line: string) => void
  readonly notice: (line: string) => void
}

export interface LogsAnswer {
  readonly answer: object
  /** Followed to its end, the run did not succeed. */
  readonly failed: boolean
  /** Set where the run was left before its end. */
  readonly left?: RdeError
}

/** Prints the logs of a run: the lines on standard output, what happens to steps beside them. */
export async function printLogs(session: Session, {write, notice, ...options}: PrintOptions): Promise<LogsAnswer> {
  const lines: Array<{step: string; line: string}> = []
  let begun: RunSummary | undefined
  let prefix = logPrefix({steps: [], coloured: false})
  const named = (steps: readonly string[]) => {
    prefix = logPrefix({steps, coloured: process.stdout.isTTY && process.stdout.hasColors()})
  }
  const started = (run: RunSummary, steps: readonly string[]) => {
    begun = run
    named(steps)
  }
  const tell = (event: RunEvent) => {
    if (event.type === 'log') {
      lines.push({step: event.step, line: event.line})
      write(`${prefix(event.step)}${event.line}`)
    } else tellBeside(event, notice)
  }
  const local = parseLocalReference(options.run)
  if (local !== undefined) {
    const run = await showLocalLogs(session, {...options, wanted: local, tell, started: (_, steps) => named(steps)})
    return {answer: {run, lines}, failed: false}
  }
  try {
    const {run, end} = await showLogs(session, {...options, tell, started})
    return {answer: {run, lines}, failed: end !== undefined && end.outcome !== 'succeeded'}
  } catch (error) {
    if (!options.signal.aborted || !options.follow || begun === undefined) throw error
    return {answer: {run: begun, lines}, failed: false, left: detached(begun, options.signal.reason)}
  }
}

function tellBeside(event: RunEvent, notice: (line: string) => void): void {
  if (event.type === 'step' && (event.phase !== 'waiting' || event.reason === 'approval')) {
    notice(`${event.step}: ${stepWords(event)}`)
  }
  if (event.type === 'notice') notice(event.message)
  if (event.type === 'run-ended')
    notice(`${event.run} ${event.outcome}${event.reason === undefined ? '' : `: ${event.reason}`}`)
}
