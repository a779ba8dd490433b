import {setMaxListeners} from 'node:events'

import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {timedOut} from '@rde/time'

import type {Phase, PhaseContext, PhaseOutcome} from './phase.js'

/** What one phase did and when, in milliseconds since the start of the first. */
export interface PhaseReport extends PhaseOutcome {
  readonly id: string
  readonly title: string
  readonly startedMs: number
  readonly endedMs: number
}

/** Receives everything that happens to phases, in order. */
export interface PhaseObserver {
  started(phase: Phase): void
  reported(phase: Phase, line: string): void
  ended(phase: Phase, report: PhaseReport): void
  /** `aborted`: by the failure of another, or by the user. */
  failed(phase: Phase, failure: {error: unknown; aborted: boolean}): void
}

export interface PhaseRun {
  /** Ends everything: Ctrl-C. */
  readonly signal: AbortSignal
  readonly observer: PhaseObserver
  /** Makes the context of a phase; `signal` is the phase's own. */
  context(signal: AbortSignal, report: (line: string) => void): PhaseContext
}

const defaultDeadlineMs = 300_000

/**
 * Runs phases in the order of `planPhases`, each as soon as its dependencies have ended. If one fails, aborts the
 * others, waits until they have ended, and rejects with its error.
 */
export async function runPhases(phases: readonly Phase[], run: PhaseRun): Promise<PhaseReport[]> {
  const begin = performance.now()
  const failing = new AbortController()
  const signal = AbortSignal.any([run.signal, failing.signal])
  const ends = new Map<string, Promise<PhaseReport>>()
  let firstFailure: {error: unknown} | undefined

  for (const phase of phases) {
    const needed = (phase.after ?? []).flatMap((id) => ends.get(id) ?? [])
    const end = Promise.all(needed)
      .then(() => runPhase(phase, {...run, signal}, begin))
      .catch((error: unknown) => {
        firstFailure ??= {error}
        failing.abort()
        throw error
      })
    ends.set(phase.id, end)
  }
  const results = await Promise.allSettled(ends.values())
  if (firstFailure) throw errorToReport(firstFailure.error, run.signal)
  return results.flatMap((end) => (end.status === 'fulfilled' ? end.value : []))
}

/** The error for the user: an interruption hides the failures that it caused, unless they are more specific. */
function errorToReport(failure: unknown, {aborted, reason}: AbortSignal): unknown {
  if (!aborted) return failure
  const bothDeadlines = [failure, reason].every((error) => isRdeError(error) && error.oclif.exit === exitCodes.deadline)
  return bothDeadlines ? failure : reason
}

async function runPhase(phase: Phase, run: PhaseRun, begin: number): Promise<PhaseReport> {
  run.signal.throwIfAborted()
  const {observer} = run
  const deadline = AbortSignal.timeout(phase.deadlineMs ?? defaultDeadlineMs)
  const startedMs = performance.now() - begin
  let lastLine = ''
  const report = (line: string) => {
    if (line === lastLine) return
    lastLine = line
    observer.reported(phase, line)
  }
  observer.started(phase)
  try {
    const signal = AbortSignal.any([run.signal, deadline])
    // Each running tool adds a listener, and a phase may query a dozen registries at once.
    setMaxListeners(0, signal)
    const outcome = await phase.run(run.context(signal, report))
    const {id, title} = phase
    const done = {id, title, startedMs, endedMs: performance.now() - begin, ...outcome}
    observer.ended(phase, done)
    return done
  } catch (thrown) {
    const failure = deadline.aborted && !run.signal.aborted ? phaseTimedOut(phase, lastLine) : explained(phase, thrown)
    const error = run.signal.aborted ? failure : ofExtension(phase, failure)
    observer.failed(phase, {error, aborted: run.signal.aborted})
    throw error
  }
}

/** Adds to an unexpected failure of a tool or a plugin where it happened and how to continue. */
function explained({id, title}: Phase, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || isRdeError(thrown)) return thrown
  const error = new RdeError(`${title}: ${thrown.message}`, {
    code: 'RDE_PHASE_FAILED',
    outcome: `The cluster was kept; rde cluster start continues with ${id}.`,
    remedies: [{what: 'Try again and print each command line', command: 'rde cluster start --verbose'}],
  })
  // For DEBUG: the stack of the original error.
  return Object.assign(error, {stack: thrown.stack})
}

/** Names the extension that provides the phase, and how to continue without it. */
function ofExtension({extension}: Phase, error: unknown): unknown {
  if (extension === undefined || !isRdeError(error)) return error
  const {message, code, outcome, remedies, oclif} = error
  return new RdeError(`${message}\nIt comes with the extension ${extension}.`, {
    ...{code, exitCode: oclif.exit, ...(outcome !== undefined && {outcome})},
    remedies: [...remedies, {what: 'Or continue without it', command: `rde plugins uninstall ${extension}`}],
  })
}

function phaseTimedOut({id, title, deadlineMs = defaultDeadlineMs}: Phase, lastSeen: string): RdeError {
  return timedOut({
    ...{what: title, timeoutMs: deadlineMs, lastSeen},
    outcome: `The cluster was kept; rde cluster start continues with ${id}.`,
    remedies: [
      {what: 'See what is wrong', command: 'rde cluster status'},
      {what: 'Continue', command: 'rde cluster start'},
    ],
  })
}
