import {availableParallelism} from 'node:os'
import {resolve} from 'node:path'

import {RdeError} from '@rde/errors'

import type {WorkflowContext} from '../run/context.js'
import type {RunEvent} from '../run/events.js'
import {inlineWorkflowFile, type InputFile} from '../file/input-files.js'
import {isPath, openWorkflowFile, type WorkflowFile} from '../file/open-workflow.js'
import {completeParameters, withDefaults} from '../file/parameters.js'
import type {RunRequest, RunResult} from '../run/run-request.js'
import {decideApprovals} from './approvals.js'
import {checkHostable} from './check-hostable.js'
import {consent} from './consent.js'
import {readInputs} from './inputs/read-inputs.js'
import {localReference} from './local-reference.js'
import {openExecutor} from './open-executor.js'
import {openRunRecord, type RecordOptions} from './records/run-record.js'
import {resume} from './resume.js'
import {runSteps} from './run-steps.js'

/** Runs a workflow file without a cluster and records the run. Throws the signal's reason if it was stopped. */
export async function runLocally(context: WorkflowContext, request: RunRequest): Promise<RunResult> {
  const {target, signal, ask, local, onNotice} = request
  const on = executorKind(request)
  if (!isPath(target)) throw notAFile(target, on)
  const opened = await openWorkflowFile(target)
  opened.warnings.forEach(onNotice)
  const inlined = await inlineWorkflowFile(opened, onNotice)
  const {document, earlier} = await resume(inlined, context.data.localRuns, local)
  const file = {...inlined, document}
  if (on === 'host') checkHostable(file)
  const parameters = await completeParameters(file.document, {...request, given: request.parameters})
  const inputs = await readInputs(context, file, {...request, parameters, on})
  const decide = local.decide ?? decideApprovals({file, approve: local.approve, ask})
  if (on === 'host') await consent({file, yes: local.yes, ask, trusted: context.data.trustedWorkflows})
  const executor = await openExecutor(context, {on, verbose: local.verbose, signal})
  try {
    const record = await openRunRecord(context.data.localRuns, recordOptions(context, {file, on, parameters}))
    const emit = emitter(context, [request.onEvent, (event) => record.write(event)])
    const {end, outputs} = await runSteps({
      ...{run: localReference(record), workflow: file.name, document: file.document},
      ...{inputs, executor, maxParallel: local.maxParallel ?? Math.max(4, 2 * availableParallelism())},
      ...{signal, decide, emit, allowUnresolved: request.allowUnresolved, earlier},
    })
    const problem = await record.close(end.outcome)
    if (problem !== undefined) {
      request.onEvent({type: 'notice', message: `the record of the run is incomplete: ${problem}`})
    }
    if (signal.aborted) throw signal.reason
    const {secrets} = context
    return {reference: localReference(record), end: secrets.maskDeep(end), outputs: secrets.maskDeep(outputs)}
  } finally {
    const left = await executor.close()
    if (left !== undefined) onNotice(`The temporary files of the run cannot be removed: ${left}`)
  }
}

/** Masks secrets in the recorded file and parameters. */
function recordOptions(
  {secrets}: WorkflowContext,
  {
    file,
    on,
    parameters,
  }: Pick<RunRequest, 'parameters'> & {
    file: WorkflowFile & {readonly inputFiles: readonly InputFile[]}
    on: 'docker' | 'host'
  },
): RecordOptions {
  const values = secrets.maskDeep(withDefaults(file.document, parameters))
  const {name, path, inputFiles} = file
  const text = secrets.mask(file.text)
  return {workflow: name, on, file: resolve(path), text, inputFiles, parameters: values}
}

function executorKind({on}: RunRequest): 'docker' | 'host' {
  return on === 'docker' ? 'docker' : 'host'
}

/** Masks secrets in every event before it is reported. */
function emitter(
  {secrets}: WorkflowContext,
  listeners: ReadonlyArray<(event: RunEvent) => void>,
): (event: RunEvent) => void {
  return (event) => {
    const shown = secrets.maskDeep(event)
    for (const listener of listeners) listener(shown)
  }
}

function notAFile(target: string, on: string): RdeError {
  return new RdeError(`"${target}" is not a file: without a cluster only files can run.`, {
    code: 'RDE_USAGE',
    exitCode: 2,
    outcome: 'Nothing was run.',
    remedies: [
      {what: 'Run its file', command: `rde workflow run ${target}.yaml --on ${on}`},
      {what: 'Or run the saved workflow on the cluster', command: `rde workflow run ${target}`, without: ['on']},
    ],
  })
}
