import {resolve} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {openOnDesktop} from '@rde/process-runner/passthrough/open-on-desktop'

import {renderReport} from '../../runs/render-report.js'
import type {Reading} from '../../runs/open-runs.js'
import {readRun} from '../../runs/read-run.js'
import {readPageFiles} from '../../server/page-files.js'

export interface ReportedRun {
  /** `NAME#N`, `local/NAME#N`, or a name for its newest run. */
  readonly run: string
  readonly signal: AbortSignal
}

export interface ReportOptions extends ReportedRun {
  /** If undefined: a file in the current folder, named after the run. */
  readonly file: string | undefined
  readonly open: boolean
}

export interface WrittenReport {
  readonly run: string
  readonly state: string
  readonly file: string
}

/** Writes one HTML file of a run. A run in progress is shown in its current state. */
export async function writeReport(session: Session, {file, open, ...reported}: ReportOptions): Promise<WrittenReport> {
  const {run, state, page} = await reportRun(session, reported)
  const path = resolve(file ?? `${run.replaceAll(/[^\w.-]+/g, '-')}.html`)
  await writeFileAtomically(path, page)
  if (open) await openOnDesktop(path)
  return {run, state, file: path}
}

/** The HTML of a run in its current state. */
export async function reportRun(
  session: Session,
  {run, signal}: ReportedRun,
): Promise<{run: string; state: string; page: string}> {
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  try {
    const reading = await readRun(session, {run, signal: both, isOurs: () => false})
    await caughtUp(reading, signal)
    const report = session.secrets.maskDeep(reading.model.report())
    const {run: reference, state} = report.head
    return {run: reference, state, page: renderReport(report, await readPageFiles())}
  } finally {
    stop.abort()
  }
}

/** After this long without an event, everything recorded so far has been read. */
const quietMs = 1_500

/** Resolves at the run's end, or once everything so far has been read. */
function caughtUp({model, ended}: Reading, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(resolve, quietMs)
    const leave = model.listen(() => {
      clearTimeout(timer)
      timer = setTimeout(resolve, quietMs)
    })
    signal.addEventListener('abort', () => reject(signal.reason as Error), {once: true})
    ended.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      leave()
    })
  })
}
