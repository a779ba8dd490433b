import type {Session} from '@rde/plugin-kit'
import type {RunEvent} from '@rde/workflow'
import {followRun, type RunWatches, savedDocument, stepsOfRun, unknownRun, withEngine} from '@rde/workflow/engine'
import {openWorkflow} from '@rde/workflow/file'
import {followLocalRun, parseLocalReference, readLocalRun} from '@rde/workflow/local'

import type {Reading} from './open-runs.js'
import {RunModel} from './run-model.js'

export interface ReadRunOptions {
  /** `NAME#N`, the name of a run's object, or `local/NAME#N`. */
  readonly run: string
  /** Ends the reading; the run goes on. */
  readonly signal: AbortSignal
  /** Whether the run was started here. Only then can it be answered and cancelled here. */
  readonly isOurs: (run: string) => boolean
  /** Shared by all readers of runs on the cluster; a new one unless given. */
  readonly watches?: RunWatches
}

/** Reads a run from its beginning and follows it to its end, on the cluster or not. */
export function readRun(session: Session, options: ReadRunOptions): Promise<Reading> {
  const local = parseLocalReference(options.run)
  return local === undefined ? readClusterRun(session, options) : readRecordedRun(session, options, local)
}

async function readRecordedRun(
  {data}: Session,
  {run: typed, signal, isOurs}: ReadRunOptions,
  wanted: {readonly workflow: string; readonly number?: number},
): Promise<Reading> {
  const run = await readLocalRun(data.localRuns, wanted)
  if (run === undefined) throw unknownRun(typed)
  const {reference, workflow, on, createdAt, parameters, text, file} = run
  const {document} = text === undefined ? {} : openWorkflow(Buffer.from(text), {name: workflow})
  const ours = isOurs(reference)
  const model = new RunModel({
    ...{run: reference, workflow, on, createdAt, parameters},
    ...(document !== undefined && {document}),
    actions: {cancel: ours, answer: ours, again: file !== undefined},
  })
  let onCaughtUp = () => {}
  const caughtUp = new Promise<void>((resolve) => (onCaughtUp = resolve))
  const follow = async () => {
    const onEvent = (event: RunEvent) => model.take(event)
    await followLocalRun(data.localRuns, run, {signal, onEvent, onCaughtUp})
    const endedAt = (await readLocalRun(data.localRuns, run))?.endedAt ?? new Date().toISOString()
    if (model.hasEnded) model.end({endedAt})
  }
  const ended = follow()
  return {model, ended, caughtUp: Promise.race([caughtUp, ended])}
}

async function readClusterRun(session: Session, {run: typed, signal, watches}: ReadRunOptions): Promise<Reading> {
  let begin: (model: RunModel) => void
  const begun = new Promise<RunModel>((resolve) => (begin = resolve))
  const ended = withEngine(session, {signal}, async ({kubectl, runs, workflows, keptInputs}) => {
    const run = await runs.find(typed)
    const {reference, workflow, revision, createdAt, parameters} = run
    const [{steps}, inputs, document] = await Promise.all([
      stepsOfRun(run, {workflows}),
      keptInputs(workflow),
      revision === undefined ? undefined : savedDocument({workflows}, {name: workflow, revision}),
    ])
    const model = new RunModel({
      ...{run: reference, workflow, on: 'cluster', createdAt, parameters},
      ...(document !== undefined && {document}),
      actions: {cancel: true, answer: true, again: true},
    })
    begin(model)
    const {run: last, end} = await followRun({
      ...{kubectl, run, steps, inputs, signal, watches},
      onEvent: (event) => model.take(event),
    })
    const {outcome, reason, remedies} = end
    const endedAt = last.endedAt ?? new Date().toISOString()
    model.end({state: outcome, endedAt, ...(reason !== undefined && {reason}), ...(remedies && {remedies})})
  })
  ended.catch(() => undefined)
  // A failure before the run was found rejects here.
  return {model: await Promise.race([begun, ended.then(() => begun)]), ended, caughtUp: Promise.resolve()}
}
