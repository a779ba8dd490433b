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
import {importCommand, missingImages, describeMissingImages} from './missing-images.js'
import {reportUnresolved} from './report-unresolved.js'
import type {RunSummary} from './run-summary.js'
import {
  findWorkflow,
  type FoundWorkflow,
  saveWorkflow,
  startRun,
  type StartedRun,
  type StartOptions,
} from './start-run.js'

/** Runs a workflow on the cluster. An interruption only stops following it: the run continues. */
export async function runOnCluster(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  const file = await openTarget(request)
  return startAndFollow(context, request, async (engine) => {
    const resolved = await resolveRun(engine, file, request)
    const options = startOptions(context, engine, {...request, ...resolved})
    return {...resolved, started: await withClusterLock(context, request, () => startRun(engine, options))}
  })
}

/**
 * Does everything that can be done before a run is created: saves its workflow, reads its inputs, and deletes the runs
 * that it replaces.
 */
export async function prepareOnCluster(
  context: WorkflowContext,
  request: RunRequest,
  replaced: ReadonlyArray<Pick<RunSummary, 'name'>> = [],
): Promise<() => Promise<RunResult>> {
  const file = await openTarget(request)
  const prepared = await withEngine(context, engineOptions(request), async (engine) => {
    const resolved = await resolveRun(engine, file, request)
    const options = startOptions(context, engine, {...request, ...resolved})
    const [saved, earlier] = await Promise.all([
      withClusterLock(context, request, () => saveWorkflow(engine, options)),
      engine.runs.list(resolved.workflow.name),
    ])
    await engine.runs.delete(replaced)
    return {...resolved, saved, earlier}
  })
  const {saved: workflow, parameters, earlier} = prepared
  return () =>
    startAndFollow(context, request, async (engine) => {
      const run = await withClusterLock(context, request, () => engine.runs.start({workflow, parameters, earlier}))
      return {...prepared, started: {run, workflow}}
    })
}

interface ResolvedRun extends CompletedInputs {
  readonly workflow: WorkflowFile | FoundWorkflow
}

async function openTarget({target, onNotice}: RunRequest): Promise<WorkflowFile | undefined> {
  const file = isPath(target) ? await openWorkflowFile(target) : undefined
  file?.warnings.forEach(onNotice)
  return file
}

async function resolveRun(engine: Engine, file: WorkflowFile | undefined, request: RunRequest): Promise<ResolvedRun> {
  const workflow = file ?? (await findWorkflow(engine, request.target))
  return {workflow, ...(await completeInputs(engine, workflow, request))}
}

function engineOptions({target, signal}: RunRequest): EngineOptions {
  return {signal, ...(isPath(target) && {file: target})}
}

/** Creates a run, and follows it if requested. */
async function startAndFollow(
  context: WorkflowContext,
  request: RunRequest,
  start: (engine: Engine) => Promise<ResolvedRun & {readonly started: StartedRun}>,
): Promise<RunResult> {
  const {signal, follow} = request
  const outputs = new Outputs()
  let startedRun: StartedRun | undefined
  try {
    return await withEngine(context, engineOptions(request), async (engine) => {
      const {started, workflow, parameters, inputs: reading} = await start(engine)
      startedRun = started
      const {
        run,
        workflow: {steps},
      } = started
      const inputs = await reading
      if (follow !== 'follow') return {reference: run.reference, outputs: {}, summary: inputs.mask(run)}
      const {kubectl} = engine
      const {document} = workflow
      const report = outputs.collect((event) => request.onEvent(event))
      const onEvent = document === undefined ? report : reportUnresolved(document, {...inputs, parameters}, report)
      const {run: last, end} = await followRun({kubectl, run, steps, inputs, signal, onEvent})
      return {reference: run.reference, end, outputs: outputs.byStep, summary: last}
    })
  } catch (error) {
    if (!signal.aborted || startedRun === undefined) throw error
    const {run} = startedRun
    return {reference: run.reference, detached: true, outputs: outputs.byStep, summary: run}
  }
}

/** Does `work` under the cluster's lock; waits while another command holds it. */
async function withClusterLock<Result>(
  {data}: WorkflowContext,
  {target, cluster, onNotice, signal}: RunRequest,
  work: () => Promise<Result>,
): Promise<Result> {
  const onWait = (holder: {command: string; pid: number}) =>
    onNotice(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  // Without the parameters: they may be secrets, and other users of the lock see the command.
  return withLock(data, {command: `rde workflow run ${target}`, waitMs: cluster.timeoutMs, onWait, signal}, work)
}

function startOptions(
  context: WorkflowContext,
  engine: Engine,
  request: Omit<RunRequest, 'parameters'> & ResolvedRun,
): StartOptions {
  const {workflow, parameters, onNotice, signal} = request
  const {docker} = context.tools({signal})
  const checkImages = (images: readonly string[]) => checkImagesImported(images, context, {...request, engine})
  return {workflow, parameters, docker, onNotice, checkImages}
}

/**
 * Reports images that are missing in the cluster. Fails with `follow: 'start'`, since nobody would see a stuck step.
 */
async function checkImagesImported(
  images: readonly string[],
  context: WorkflowContext,
  {engine, follow, onNotice, target, signal}: Omit<RunRequest, 'parameters'> & {readonly engine: Engine},
): Promise<void> {
  const missing = await missingImages(images, context, {config: engine.config, signal})
  if (missing.length === 0) return
  const message = describeMissingImages(missing)
  const command = importCommand(missing)
  if (follow !== 'start') return onNotice(`${message} Import: ${command}`)
  throw new RdeError(message, {
    code: 'RDE_IMAGE_NOT_IMPORTED',
    outcome: 'No run was started.',
    remedies: [
      {what: 'Import', command},
      {what: 'Or start the run anyway', command: `rde workflow run ${target} --detach`},
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
