import {isRdeError} from '@rde/errors'
import {withDeadline, type Session} from '@rde/plugin-kit'
import type {RunEvent} from '@rde/workflow'
import {cancelRun, RunStore} from '@rde/workflow/engine'

import {runToEnd} from '../run-to-end.js'
import {maxLines, type FailedRun} from './evidence.js'
import {judgeRun} from './judge.js'
import type {CaseResult} from './state.js'
import type {SmokeCase} from './suite.js'

export interface CaseContext {
  /** How long to wait for another rde that holds the cluster. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  report(line: string): void
  /** The previous Run of each case. One Run is kept, since the number of the next one follows from it. */
  readonly earlierRuns: Map<string, string>
}

export interface PlayedCase {
  readonly result: CaseResult
  readonly run: FailedRun
}

/** Runs a workflow of the suite and judges the result. Throws errors that end the whole test. */
export async function playCase(session: Session, smokeCase: SmokeCase, context: CaseContext): Promise<PlayedCase> {
  const {name, file, expectation} = smokeCase
  const {timeoutMs, signal, report, earlierRuns} = context
  const begin = performance.now()
  const lines: string[] = []
  let reference: string | undefined
  const onEvent = (event: RunEvent) => {
    if (event.type === 'run-started') reference = event.run
    lines.push(lineOf(event))
    // A run with endless output must not use all memory.
    if (lines.length > 2 * maxLines) lines.splice(0, lines.length - maxLines)
  }
  report(`running ${name}`)
  const limits = {timeoutMs: expectation.timeout, signal, report, what: `the run of ${name}`}
  const request = {target: file, parameters: expectation.parameters, timeoutMs, onEvent, onNotice: report}
  let object: string | undefined
  let failure: string | undefined
  try {
    const ended = await withDeadline(limits, (limited) => runToEnd(session, {...request, signal: limited}))
    object = ended.summary?.name
    // A run that exceeds the deadline is left running, not failed.
    failure =
      ended.detached === true ? `timed out after ${expectation.timeout / 1_000} s` : judgeRun(expectation, ended)
  } catch (error) {
    if (signal.aborted || !isRunFailure(error)) throw error
    failure = error.message
  }
  signal.throwIfAborted()
  // The run must not continue during the next combination.
  if (failure !== undefined && reference !== undefined)
    await cancelRun(session, {run: reference, signal}).catch((error: Error) => report(error.message))
  const earlier = earlierRuns.get(name)
  if (object !== undefined) earlierRuns.set(name, object)
  if (earlier !== undefined && object !== undefined) {
    const {kubectl} = session.tools({signal})
    await new RunStore(kubectl).delete([{name: earlier}])
  }
  const ms = performance.now() - begin
  const result = {name, ms, ...(reference !== undefined && {run: reference}), ...(failure !== undefined && {failure})}
  return {result, run: {name, lines, object: object ?? reference?.replace('#', '-')}}
}

/** Whether an error concerns one run. Wrong usage, a missing tool or cluster, and a busy one concern the whole test. */
function isRunFailure(error: unknown): error is Error {
  return isRdeError(error) && [1, 124].includes(error.oclif.exit)
}

function lineOf(event: RunEvent): string {
  if (event.type === 'log') return `${event.step} | ${event.line}`
  return JSON.stringify(event)
}
