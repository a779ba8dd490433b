import {printableValue, type RdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import type {RunEnd, RunEvent} from '@rde/workflow'
import {
  followRun,
  readLogs,
  type RunSummary,
  stepsOfRun,
  unknownRun,
  unknownStep,
  withEngine,
} from '@rde/workflow/engine'
import {listLocalRuns, type LocalRunSummary, parseLocalReference, readLocalEvents} from '@rde/workflow/local'

import {orLocalRun} from '../../local-runs.js'
import {logPrefix} from '../../views/log-prefix.js'
import {printableEvent} from '../../views/printable-event.js'
import {stepWords} from '../../views/step-words.js'
import {detachedFrom} from './run.js'

export interface LogsOptions {
  /** As the user typed it. */
  readonly run: string
  /** All steps unless given. */
  readonly step?: string | undefined
  readonly follow: boolean
  readonly signal: AbortSignal
  /** Prints a line of a log. */
  readonly write: (line: string) => void
  readonly onNotice: (line: string) => void
}

export interface ShownLogs {
  /** What `--json` prints. */
  readonly answer: object
  /** The run was followed to its end and did not succeed. */
  readonly failed: boolean
  /** Set if following was interrupted. */
  readonly left?: RdeError
}

/** Prints the logs of a run: the lines with `write`, changes of steps with `onNotice`. */
export async function showLogs(session: Session, options: LogsOptions): Promise<ShownLogs> {
  const printer = new LogPrinter(options)
  const local = parseLocalReference(options.run)
  if (local !== undefined) {
    const run = await printLocalLogs(session, {...options, wanted: local}, printer)
    return {answer: {run, lines: printer.lines}, failed: false}
  }
  let begun: RunSummary | undefined
  try {
    const request = {...options, onRun: (run: RunSummary) => (begun = run)}
    const {run, end} = await orLocalRun(session, options.run, () => printClusterLogs(session, request, printer))
    return {answer: {run, lines: printer.lines}, failed: end !== undefined && end.outcome !== 'succeeded'}
  } catch (error) {
    if (!options.signal.aborted || !options.follow || begun === undefined) throw error
    const left = detachedFrom(begun.reference, options.signal.reason)
    return {answer: {run: begun, lines: printer.lines}, failed: false, left}
  }
}

/** Prints the log lines of steps, with the names of the steps if there are several. */
class LogPrinter {
  readonly lines: Array<{step: string; line: string}> = []
  #prefix = logPrefix({steps: [], coloured: false})

  constructor(private readonly options: Pick<LogsOptions, 'write' | 'onNotice'>) {}

  begin(steps: readonly string[]): void {
    this.#prefix = logPrefix({
      steps: steps.map(printableValue),
      coloured: process.stdout.isTTY && process.stdout.hasColors(),
    })
  }

  readonly onEvent = (reported: RunEvent): void => {
    const {write, onNotice} = this.options
    if (reported.type === 'log') this.lines.push({step: reported.step, line: reported.line})
    const event = printableEvent(reported)
    if (event.type === 'log') {
      write(`${this.#prefix(event.step)}${event.line}`)
    }
    if (event.type === 'step' && (event.phase !== 'waiting' || event.reason === 'approval')) {
      onNotice(`${event.step}: ${stepWords(event)}`)
    }
    if (event.type === 'notice') onNotice(event.message)
    if (event.type === 'run-ended') {
      onNotice(`${event.run} ${event.outcome}${event.reason === undefined ? '' : `: ${event.reason}`}`)
    }
  }
}

async function printClusterLogs(
  session: Session,
  {run: wanted, step, follow, signal, onRun}: LogsOptions & {readonly onRun: (run: RunSummary) => void},
  printer: LogPrinter,
): Promise<{run: RunSummary; end?: RunEnd}> {
  return withEngine(session, {signal}, async ({kubectl, runs, workflows, keptInputs}) => {
    const run = await runs.find(wanted)
    const [{steps}, inputs] = await Promise.all([stepsOfRun(run, {workflows, step}), keptInputs(run.workflow)])
    onRun(run)
    printer.begin(steps.map(({name}) => name))
    const request = {kubectl, run, steps, inputs, signal, onEvent: printer.onEvent}
    if (follow) return followRun(request)
    await readLogs(request)
    return {run}
  })
}

interface LocalLogsOptions extends LogsOptions {
  readonly wanted: {readonly workflow: string; readonly number?: number}
}

/** Prints the recorded events of a run so far. */
async function printLocalLogs(
  {data}: Session,
  {run: typed, wanted, step}: LocalLogsOptions,
  printer: LogPrinter,
): Promise<LocalRunSummary> {
  const runs = await listLocalRuns(data.localRuns)
  const run = runs.find(({workflow, number}) => {
    return workflow === wanted.workflow && (wanted.number === undefined || number === wanted.number)
  })
  if (run === undefined) throw unknownRun(typed, runs)
  for await (const event of readLocalEvents(data.localRuns, run)) {
    if (event.type === 'run-started') {
      if (step !== undefined && !event.steps.includes(step)) throw unknownStep(run.reference, step, event.steps)
      printer.begin(step === undefined ? event.steps : [step])
    } else if (step === undefined || !('step' in event) || event.step === step) printer.onEvent(event)
  }
  return run
}
