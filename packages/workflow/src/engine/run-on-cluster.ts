import {withLock} from '@rde/config'
import {RdeError} from '@rde/errors'

import {missingInputs} from '../checks/missing-inputs.js'
import type {WorkflowContext} from '../context.js'
import type {Value} from '../document.js'
import type {RunEvent} from '../events.js'
import {isPath, openWorkflowFile, type WorkflowFile} from '../file/open-workflow.js'
import {withDefaults} from '../file/parameters.js'
import type {RunRequest, RunResult} from '../run-request.js'
import {type Engine, withEngine} from './engine.js'
import {followRun} from './follow/follow-run.js'
import {missingImages} from './missing-images.js'
import {startRun, type StartedRun} from './start-run.js'

/** Runs a workflow on the cluster. An interruption ends the following only: the run goes on. */
export async function runOnCluster(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  const {target, signal} = request
  const outputs = new Outputs()
  const onEvent = outputs.collect((event) => request.onEvent(event), context)
  const workflow = isPath(target) ? await openWorkflowFile(target) : target
  let started: StartedRun | undefined
  try {
    return await withEngine(context, {signal, ...(isPath(target) && {file: target})}, async (engine) => {
      started = await start(context, engine, {...request, workflow})
      const {
        run,
        workflow: {steps},
      } = started
      if (request.follow !== 'follow') return {reference: run.reference, outputs: {}, summary: run}
      const {kubectl} = engine
      const {run: last, end} = await followRun({kubectl, run, steps, signal, onEvent})
      return {reference: run.reference, end, outputs: outputs.byStep, summary: last}
    })
  } catch (error) {
    if (!signal.aborted || started === undefined) throw error
    const {run} = started
    return {reference: run.reference, detached: true, outputs: outputs.byStep, summary: run}
  }
}

interface ClusterRequest extends RunRequest {
  readonly workflow: WorkflowFile | string
}

/** Waits for whoever holds the cluster now. */
async function start(context: WorkflowContext, engine: Engine, request: ClusterRequest): Promise<StartedRun> {
  const {target, workflow, parameters, cluster, onNotice, signal} = request
  if (typeof workflow !== 'string') workflow.warnings.forEach(onNotice)
  const onWait = (holder: {command: string; pid: number}) =>
    onNotice(`Waiting for \`${holder.command}\` (pid ${holder.pid}), which holds the cluster.`)
  // Without its parameters: they may be secrets, and others see the command.
  const lock = {command: `rde workflow run ${target}`, waitMs: cluster.timeoutMs, onWait, signal}
  const {docker} = context.tools({signal})
  const checkImages = (images: readonly string[]) => checkImported(images, context, {...request, engine})
  if (typeof workflow !== 'string') await warnOfMissingSecrets(workflow, engine, request)
  return withLock(context.data, lock, () => startRun(engine, {workflow, parameters, docker, onNotice, checkImages}))
}

/** relay-core would give a step the expression itself, and say nothing. */
async function warnOfMissingSecrets(
  {name, document}: WorkflowFile,
  {secrets}: Engine,
  {parameters, allowUnresolved, onNotice}: RunRequest,
): Promise<void> {
  const known = {parameters: withDefaults(document, parameters), secrets: {}, connections: {}}
  const needed = allowUnresolved ? [] : missingInputs(document, known).secrets
  if (needed.length === 0) return
  // Where Vault is away, the run itself says so.
  const set = await secrets.list(name).catch(() => needed)
  for (const key of needed.filter((one) => !set.includes(one))) {
    onNotice(
      `The secret ${key} is not set: steps get the expression instead. Set it: rde workflow secret set ${name} ${key}`,
    )
  }
}

/** Without anybody who follows the run, nobody would see that a step cannot start because its image is missing. */
async function checkImported(
  images: readonly string[],
  context: WorkflowContext,
  {engine, follow, onNotice, target, signal}: RunRequest & {readonly engine: Engine},
): Promise<void> {
  const missing = await missingImages(images, context, {registryPort: engine.config.cluster.registryPort, signal})
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

/** The outputs of steps, as events report them. Secrets are masked before anybody sees an event. */
class Outputs {
  readonly byStep: Record<string, Record<string, Value>> = {}

  collect(onEvent: (event: RunEvent) => void, {secrets}: WorkflowContext): (event: RunEvent) => void {
    return (reported) => {
      const event = secrets.maskDeep(reported)
      if (event.type === 'output' && event.value !== undefined) {
        this.byStep[event.step] = {...this.byStep[event.step], [event.name]: event.value as Value}
      }
      onEvent(event)
    }
  }
}
