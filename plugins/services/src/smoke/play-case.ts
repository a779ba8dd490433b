import {isRdeError} from '@rde/errors'
import {withDeadline, type Session} from '@rde/plugin-kit'
import type {RunEvent} from '@rde/workflow'
import {cancelRun, RunStore} from '@rde/workflow/engine'

import {runToEnd} from '../run-to-end.js'
import {mostLines, type FailedRun} from './evidence.js'
import {judgeRun} from './judge.js'
import type {CaseResult} from './state.js'
import type {SmokeCase} from './suite.js'

export interface CaseContext {
  /** How long to wait for another rde that holds the cluster. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  report(line: string): void
  /** By case, the Run that it left: one is kept, since the next one is numbered after it. */
  readonly earlierRuns: Map<string, string>
}

export interface PlayedCase {
  readonly result: CaseResult
  readonly run: FailedRun
}

/** Runs a workflow of the suite and judges its end. What ends the whole test is thrown. */
export async function playCase(session: Session, smokeCase: SmokeCase, context: CaseContext): Promise<PlayedCase> {
  const {name, file, expectation} = smokeCase
  const {timeoutMs, signal, report, earlierRuns} = context
  const begin = performance.now()
  const lines: string[] = []
  let reference: string | undefined
  const onEvent = (event: RunEvent) => {
    if (event.type === 'run-started') reference = event.run
    lines.push(lineOf(event))
    // A run that prints without end must not take all memory.
    if (lines.length > 2 * mostLines) lines.splice(0, lines.length - mostLines)
  }
  report(`running ${name}`)
  const limits = {timeoutMs: expectation.timeout, signal, report, what: `the run of ${name}`}
  const request = {target: file, parameters: expectation.parameters, timeoutMs, onEvent, onNotice: report}
  let object: string | undefined
  let failure: string | undefined
  try {
    const ended = await withDeadline(limits, (limited) => runToEnd(session, {...request, signal: limited}))
    object = ended.summary?.name
    // Interrupted by its own deadline, a run is left, and not failed.
    failure =
      ended.detached === true ? `timed out after ${expectation.timeout / 1_000} s` : judgeRun(expectation, ended)
  } catch (error) {
    if (signal.aborted || !isOneRunsOwn(error)) throw error
    failure = error.message
  }
  signal.throwIfAborted()
  // It must not run into the next combination.
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

/** Wrong usage, a missing tool, a missing cluster and a busy one concern the whole test. */
function isOneRunsOwn(error: unknown): error is Error {
  return isRdeError(error) && [1, 124].includes(error.oclif.exit)
}

function lineOf(event: RunEvent): string {
  if (event.type === 'log') return `${event.step} | ${event.line}`
  return JSON.stringify(event)
}
