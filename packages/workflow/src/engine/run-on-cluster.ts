import {withLock} from '@rde/config'
import {RdeError} from '@rde/errors'

import type {WorkflowContext} from '../context.js'
import type {Value} from '../document.js'
import type {RunEvent} from '../events.js'
import {isPath, openWorkflowFile, type WorkflowFile} from '../file/open-workflow.js'
import type {RunRequest, RunResult} from '../run-request.js'
import {completeInputs} from './complete-inputs.js'
import {type Engine, withEngine} from './engine.js'
import {followRun} from './follow/follow-run.js'
import {missingImages} from './missing-images.js'
import {noticeUnresolved} from './notice-unresolved.js'
import {findWorkflow, type FoundWorkflow, startRun, type StartedRun} from './start-run.js'

/** Runs a workflow on the cluster. An interruption ends the following only: the run goes on. */
export async function runOnCluster(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  const {target, signal, onNotice} = request
  const file = isPath(target) ? await openWorkflowFile(target) : undefined
  file?.warnings.forEach(onNotice)
  const outputs = new Outputs()
  let started: StartedRun | undefined
  try {
    return await withEngine(context, {signal, ...(file && {file: target})}, async (engine) => {
      const workflow = file ?? (await findWorkflow(engine, target))
      const {parameters, inputs: reading} = await completeInputs(engine, workflow, request)
      started = await start(context, engine, {...request, workflow, parameters})
      const {
        run,
        workflow: {steps},
      } = started
      const inputs = await reading
      if (request.follow !== 'follow') return {reference: run.reference, outputs: {}, summary: inputs.mask(run)}
      const {kubectl} = engine
      const {document} = workflow
      const report = outputs.collect((event) => request.onEvent(event))
      const onEvent = document === undefined ? report : noticeUnresolved(document, {...inputs, parameters}, report)
      const {run: last, end} = await followRun({kubectl, run, steps, inputs, signal, onEvent})
      return {reference: run.reference, end, outputs: outputs.byStep, summary: last}
    })
  } catch (error) {
    if (!signal.aborted || started === undefined) throw error
    const {run} = started
    return {reference: run.reference, detached: true, outputs: outputs.byStep, summary: run}
  }
}

interface ClusterRequest extends RunRequest {
  readonly workflow: WorkflowFile | FoundWorkflow
}

/** Waits for whoever holds the cluster now. */
async function start(context: WorkflowContext, engine: Engine, request: ClusterRequest): Promise<StartedRun> {
  const {target, workflow, parameters, cluster, onNotice, signal} = request
  const onWait = (holder: {command: string; pid: number}) =>
    onNotice(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  // Without its parameters: they may be secrets, and others see the command.
  const lock = {command: `rde workflow run ${target}`, waitMs: cluster.timeoutMs, onWait, signal}
  const {docker} = context.tools({signal})
  const checkImages = (images: readonly string[]) => checkImported(images, context, {...request, engine})
  return withLock(context.data, lock, () => startRun(engine, {workflow, parameters, docker, onNotice, checkImages}))
}

/** Without anybody who follows the run, nobody would see that a step cannot start because its image is missing. */
async function checkImported(
  images: readonly string[],
  context: WorkflowContext,
  {engine, follow, onNotice, target, signal}: RunRequest & {readonly engine: Engine},
): Promise<void> {
  const missing = await missingImages(images, context, {config: engine.config, signal})
  if (missing.length === 0) return
  const what = missing.length === 1 ? `The image ${missing[0]} is` : `The images ${missing.join(', ')} are`
  const message = `${what} on this machine, but not in the cluster.`
  const command = `rde images import ${missing.join(' ')}`
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
