import {basename} from 'node:path'

import {isRdeError} from '@rde/errors'
import {formatDuration, type PhaseContext} from '@rde/plugin-kit'
import {followRun} from '@rde/workflow/engine/follow/follow-run'
import {revisionOf} from '@rde/workflow/engine/revision'
import {RunStore, type RunSummary} from '@rde/workflow/engine/run-store'
import {WorkflowStore} from '@rde/workflow/engine/workflow-store'

import {checkParameters} from '../../../packages/workflow/src/file/parameters.js'
import type {DirectoryRun} from './phases/workflows.js'
import {runFailure} from './views/run-failure.js'
import {RunMemory} from './views/run-memory.js'
import {filledDocument, readWorkflowFile, type WorkflowFile} from '../../../packages/workflow/src/file/open-workflow.js'

export interface DirectoryWishes {
  readonly files: readonly string[]
  /** Also what has not changed since it last succeeded. */
  readonly always: boolean
}

/** What became of one file. */
export interface DirectoryRun {
  readonly file: string
  /** `unchanged`: it has not changed since it last succeeded. */
  readonly outcome: 'succeeded' | 'unchanged' | 'failed'
  /** One line. */
  readonly detail: string
  readonly error?: unknown
}

/** Runs the files one after the other; one that fails holds up none of those behind it. */
export async function runDirectory({files, always}: DirectoryWishes, context: PhaseContext): Promise<DirectoryRun[]> {
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
  const file = await readWorkflowFile(path)
  const begin = Date.now()
  const last = before.find(({workflow, state}) => workflow === file.name && state === 'succeeded')
  if (last?.revision === revisionOf(file.bytes)) {
    return {file: path, outcome: 'unchanged', detail: `${basename(path)}: unchanged since ${last.reference} succeeded`}
  }
  checkParameters(file.document, {given: {}, target: path})
  const run = await followed(file, context)
  const took = formatDuration(Date.now() - begin)
  return {file: path, outcome: 'succeeded', detail: `${basename(path)}: ${run.reference} succeeded after ${took}`}
}

/** Saves the file, runs it and follows it; throws with what failed where it does not succeed. */
async function followed(file: WorkflowFile, {kubectl, docker, signal, report}: PhaseContext): Promise<RunSummary> {
  const workflows = new WorkflowStore(kubectl)
  const {document} = await filledDocument(file, docker)
  await workflows.save({name: file.name, file: file.bytes, document})
  const saved = await workflows.find(file.name)
  const run = await new RunStore(kubectl).start({workflow: file.name, parameters: {}})
  const memory = new RunMemory()
  const tell = (event: Parameters<RunMemory['take']>[0]) => {
    memory.take(event)
    if (event.type === 'step' && event.phase !== 'waiting') report(`${run.reference}: ${event.step} ${event.phase}`)
    if (event.type === 'notice') report(`${run.reference}: ${event.message}`)
  }
  const end = await followRun({kubectl, run, steps: saved?.steps ?? [], signal, tell})
  const {reference} = run
  const logs = (step: string) => `rde workflow logs ${reference} ${step}`
  const again = `rde workflow run ${file.path}`
  if (end.outcome !== 'succeeded') throw runFailure({reference, again, logs, ...end}, memory)
  return run
}

function failure(path: string, error: unknown): DirectoryRun {
  if (!(error instanceof Error)) throw error
  // A tool's failure is the cluster's, not the workflow's: it is told as it is.
  if (!isRdeError(error)) throw error
  const detail = `${basename(path)}: ${error.message.split('\n').join('\n    ')}`
  return {file: path, outcome: 'failed', detail, error}
}
