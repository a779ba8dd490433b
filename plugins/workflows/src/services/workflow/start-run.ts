import {withLock} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import type {RunSummary} from '@rde/workflow/engine/run-store'
import type {SavedWorkflow} from '@rde/workflow/engine/workflow-store'
import {unknownWorkflow} from '@rde/workflow/engine/unknown-workflow'

import type {Engine} from '../../../../../packages/workflow/src/engine/engine.js'
import {absentImages} from '../../absent-images.js'
import {checkParameters, type Parameters} from '../../../../../packages/workflow/src/file/parameters.js'
import {filledDocument, isPath, readWorkflowFile, type WorkflowFile} from '../../../../../packages/workflow/src/file/open-workflow.js'

export interface StartOptions {
  /** A file, or the name of a workflow that was saved. */
  readonly target: string
  readonly parameters: Parameters
  /** How long to wait for another rde that holds the cluster. */
  readonly timeoutMs: number
  readonly notice: (line: string) => void
}

export interface StartedRun {
  readonly run: RunSummary
  readonly workflow: SavedWorkflow
}

/** Saves the file, if it is one, and makes a Run; after whoever holds the cluster now. */
export async function startRun(
  session: Session,
  engine: Engine,
  {target, parameters, timeoutMs, notice}: StartOptions,
): Promise<StartedRun> {
  const file = isPath(target) ? await readWorkflowFile(target) : undefined
  file?.warnings.forEach(notice)
  if (file !== undefined) undeclared(checkParameters(file.document, {given: parameters, target}), notice)
  const name = file?.name ?? target
  const onWait = (holder: {command: string; pid: number}) =>
    notice(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  // Without its parameters: they may be secrets, and others see the command.
  const request = {command: `rde workflow run ${target}`, waitMs: timeoutMs, onWait, signal: engine.signal}
  return withLock(session.data, request, async () => {
    if (file !== undefined) await saveFile(file, {session, engine, notice})
    const workflow = await engine.workflows.find(name)
    if (workflow === undefined) throw unknownWorkflow(name)
    if (file === undefined) await checkSaved(workflow, {engine, parameters, notice})
    const run = await engine.runs.start({workflow: name, parameters})
    for (const line of await absentImages(workflow, {session, engine})) notice(line)
    return {run, workflow}
  })
}

interface Saving {
  readonly session: Session
  readonly engine: Engine
  readonly notice: (line: string) => void
}

/** Saves a revision; the same bytes make no new one. */
export async function saveFile(file: WorkflowFile, {session, engine, notice}: Saving) {
  const {document, warnings} = await filledDocument(file, session.tools({signal: engine.signal}).docker)
  warnings.forEach(notice)
  return engine.workflows.save({name: file.name, file: file.bytes, document})
}

interface Checking {
  readonly engine: Engine
  readonly parameters: Parameters
  readonly notice: (line: string) => void
}

/** The engine keeps only parameters with a default: which others there are is in the file that was saved. */
async function checkSaved({name, revision}: SavedWorkflow, {engine, parameters, notice}: Checking): Promise<void> {
  const bytes = revision === undefined ? undefined : await engine.workflows.file(name, revision)
  if (bytes === undefined) return
  const {readWorkflow} = await import('@rde/workflow/file/read-workflow')
  const {document} = readWorkflow(bytes.toString(), {name})
  if (document !== undefined) undeclared(checkParameters(document, {given: parameters, target: name}), notice)
}

function undeclared(names: readonly string[], notice: (line: string) => void): void {
  for (const name of names) notice(`The workflow declares no parameter ${name}; its steps can read it all the same.`)
}
