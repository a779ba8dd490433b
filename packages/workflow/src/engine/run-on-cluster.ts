import {withLock} from '@rde/config'
import {RdeError} from '@rde/errors'

import type {WorkflowContext} from '../run/context.js'
import type {Value} from '../document.js'
import type {RunEvent} from '../run/events.js'
import {isPath, openWorkflowFile, type WorkflowFile} from '../file/open-workflow.js'
import type {RunRequest, RunResult} from '../run/run-request.js'
import {type CompletedInputs, completeInputs} from './complete-inputs.js'
import {type Engine, type EngineOptions, withEngine} from './engine.js'
import {followRun} from './follow/follow-run.js'
import {importOf, missingImages, notImported} from './missing-images.js'
import {noticeUnresolved} from './notice-unresolved.js'
import type {RunSummary} from './run-summary.js'
import {
  findWorkflow,
  type FoundWorkflow,
  saveWorkflow,
  startRun,
  type StartedRun,
  type StartOptions,
} from './start-run.js'

/** Runs a workflow on the cluster. An interruption ends the following only: the run goes on. */
export async function runOnCluster(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  const file = await openTarget(request)
  return followed(context, request, async (engine) => {
    const wanted = await wantedRun(engine, file, request)
    const options = startOptions(context, engine, {...request, ...wanted})
    return {...wanted, started: await locked(context, request, () => startRun(engine, options))}
  })
}

/**
 * Does all of a run that can be done before it is made: saves its workflow, reads what it needs, and deletes the runs that it
 * replaces.
 */
export async function prepareOnCluster(
  context: WorkflowContext,
  request: RunRequest,
  replaced: ReadonlyArray<Pick<RunSummary, 'name'>> = [],
): Promise<() => Promise<RunResult>> {
  const file = await openTarget(request)
  const prepared = await withEngine(context, wayOf(request), async (engine) => {
    const wanted = await wantedRun(engine, file, request)
    const options = startOptions(context, engine, {...request, ...wanted})
    const [saved, earlier] = await Promise.all([
      locked(context, request, () => saveWorkflow(engine, options)),
      engine.runs.list(wanted.workflow.name),
    ])
    await engine.runs.delete(replaced)
    return {...wanted, saved, earlier}
  })
  const {saved: workflow, parameters, earlier} = prepared
  return () =>
    followed(context, request, async (engine) => {
      const run = await locked(context, request, () => engine.runs.start({workflow, parameters, earlier}))
      return {...prepared, started: {run, workflow}}
    })
}

interface WantedRun extends CompletedInputs {
  readonly workflow: WorkflowFile | FoundWorkflow
}

async function openTarget({target, onNotice}: RunRequest): Promise<WorkflowFile | undefined> {
  const file = isPath(target) ? await openWorkflowFile(target) : undefined
  file?.warnings.forEach(onNotice)
  return file
}

async function wantedRun(engine: Engine, file: WorkflowFile | undefined, request: RunRequest): Promise<WantedRun> {
  const workflow = file ?? (await findWorkflow(engine, request.target))
  return {workflow, ...(await completeInputs(engine, workflow, request))}
}

function wayOf({target, signal}: RunRequest): EngineOptions {
  return {signal, ...(isPath(target) && {file: target})}
}

/** Makes a run, and follows it if that is wanted. */
async function followed(
  context: WorkflowContext,
  request: RunRequest,
  start: (engine: Engine) => Promise<WantedRun & {readonly started: StartedRun}>,
): Promise<RunResult> {
  const {signal, follow} = request
  const outputs = new Outputs()
  let begun: StartedRun | undefined
  try {
    return await withEngine(context, wayOf(request), async (engine) => {
      const {started, workflow, parameters, inputs: reading} = await start(engine)
      begun = started
      const {
        run,
        workflow: {steps},
      } = started
      const inputs = await reading
      if (follow !== 'follow') return {reference: run.reference, outputs: {}, summary: inputs.mask(run)}
      const {kubectl} = engine
      const {document} = workflow
      const report = outputs.collect((event) => request.onEvent(event))
      const onEvent = document === undefined ? report : noticeUnresolved(document, {...inputs, parameters}, report)
      const {run: last, end} = await followRun({kubectl, run, steps, inputs, signal, onEvent})
      return {reference: run.reference, end, outputs: outputs.byStep, summary: last}
    })
  } catch (error) {
    if (!signal.aborted || begun === undefined) throw error
    const {run} = begun
    return {reference: run.reference, detached: true, outputs: outputs.byStep, summary: run}
  }
}

/** Waits for whoever holds the cluster now. */
async function locked<Result>(
  {data}: WorkflowContext,
  {target, cluster, onNotice, signal}: RunRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  const onWait = (holder: {command: string; pid: number}) =>
    onNotice(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  // Without its parameters: they may be secrets, and others see the command.
  return withLock(data, {command: `rde workflow run ${target}`, waitMs: cluster.timeoutMs, onWait, signal}, work)
}

function startOptions(
  context: WorkflowContext,
  engine: Engine,
  request: Omit<RunRequest, 'parameters'> & WantedRun,
): StartOptions {
  const {workflow, parameters, onNotice, signal} = request
  const {docker} = context.tools({signal})
  const checkImages = (images: readonly string[]) => checkImported(images, context, {...request, engine})
  return {workflow, parameters, docker, onNotice, checkImages}
}

/** Without anybody who follows the run, nobody would see that a step cannot start because its image is missing. */
async function checkImported(
  images: readonly string[],
  context: WorkflowContext,
  {engine, follow, onNotice, target, signal}: Omit<RunRequest, 'parameters'> & {readonly engine: Engine},
): Promise<void> {
  const missing = await missingImages(images, context, {config: engine.config, signal})
  if (missing.length === 0) return
  const message = notImported(missing)
  const command = importOf(missing)
  if (follow !== 'start') return onNotice(`${message} Import: ${command}`)
  throw new RdeError(message, {
    code: 'RDE_IMAGE_NOT_IMPORTED',
    outcome: 'No run was started.',
    remedies: [
      {what: 'Import', command},
      {what: 'Or start the run all the same', command: `rde workflow run ${target} --detach`},
    ],
  })
}

/** The outputs of steps, as events report them. */
class Outputs {
  readonly byStep: Record<string, Record<string, Value>> = {}

  collect(onEvent: (event: RunEvent) => void): (event: RunEvent) => void {
    return (event) => {
      if (event.type === 'output' && event.value !== undefined) {
        this.byStep[event.step] = {...this.byStep[event.step], [event.name]: event.value as Value}
      }
      onEvent(event)
    }
  }
}
