import {basename} from 'node:path'

import {isRdeError} from '@rde/errors'
import {Secrets} from '@rde/process-runner'
import {formatDuration, type PhaseContext} from '@rde/plugin-kit'
import type {RunEvent} from '@rde/workflow'
import {engineStores, followRun, revisionOf, RunStore, type RunSummary, startRun} from '@rde/workflow/engine'
import {openWorkflowFile, type WorkflowFile} from '@rde/workflow/file'

import {runFailure} from '../views/run-failure.js'
import {RunMemory} from '../views/run-memory.js'

export interface DirectoryOptions {
  readonly files: readonly string[]
  /** Also run files that have not changed since they last succeeded. */
  readonly always: boolean
}

/** The result for one file. */
export interface DirectoryRun {
  readonly file: string
  /** `unchanged`: it has not changed since it last succeeded. */
  readonly outcome: 'succeeded' | 'unchanged' | 'failed'
  /** One line. */
  readonly detail: string
  readonly error?: unknown
}

/** Runs the files one after another; a failure does not stop the others. */
export async function runDirectory({files, always}: DirectoryOptions, context: PhaseContext): Promise<DirectoryRun[]> {
  const before = await new RunStore(context.kubectl).list()
  const done: DirectoryRun[] = []
  for (const path of files) {
    context.report(`${basename(path)} …`)
    const run = await runFile(path, always ? [] : before, context).catch((error: unknown) => {
      context.signal.throwIfAborted()
      return failure(path, error)
    })
    context.report(run.detail)
    done.push(run)
  }
  return done
}

async function runFile(path: string, before: readonly RunSummary[], context: PhaseContext): Promise<DirectoryRun> {
  const file = await openWorkflowFile(path)
  const begin = Date.now()
  const last = before.find(({workflow, state}) => workflow === file.name && state === 'succeeded')
  if (last?.revision === revisionOf(file.bytes)) {
    return {file: path, outcome: 'unchanged', detail: `${basename(path)}: unchanged since ${last.reference} succeeded`}
  }
  const run = await followed(file, context)
  const took = formatDuration(Date.now() - begin)
  return {file: path, outcome: 'succeeded', detail: `${basename(path)}: ${run.reference} succeeded after ${took}`}
}

/** Saves the file, runs it and follows it; throws what failed if it does not succeed. */
async function followed(
  file: WorkflowFile,
  {kubectl, docker, data, signal, report}: PhaseContext,
): Promise<RunSummary> {
  const stores = engineStores(kubectl, {secrets: new Secrets(), data})
  const {run, workflow} = await startRun(stores, {workflow: file, parameters: {}, docker, onNotice: report})
  const {reference} = run
  const memory = new RunMemory()
  const onEvent = (event: RunEvent) => {
    memory.take(event)
    if (event.type === 'step' && event.phase !== 'waiting') report(`${reference}: ${event.step} ${event.phase}`)
    if (event.type === 'notice') report(`${reference}: ${event.message}`)
  }
  const inputs = await stores.keptInputs(workflow.name)
  const {end} = await followRun({kubectl, run, steps: workflow.steps, inputs, signal, onEvent})
  const logs = (step: string) => `rde workflow logs ${reference} ${step}`
  const again = `rde workflow run ${file.path}`
  if (end.outcome !== 'succeeded') throw runFailure({reference, again, logs, ...end}, memory)
  return run
}

function failure(path: string, error: unknown): DirectoryRun {
  if (!(error instanceof Error)) throw error
  // The failure of a tool is a failure of the cluster, not of the workflow: rethrow it.
  if (!isRdeError(error)) throw error
  const detail = `${basename(path)}: ${error.message.split('\n').join('\n    ')}`
  return {file: path, outcome: 'failed', detail, error}
}
