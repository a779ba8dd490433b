import {availableParallelism} from 'node:os'

import type {Session} from '@rde/plugin-kit'
import type {WorkflowDocument} from '@rde/workflow/document'
import {checkHostable} from '@rde/workflow/local/check-hostable'
import {lackingSecrets} from '@rde/workflow/local/inputs/missing-secrets'
import {readConnections} from '@rde/workflow/local/inputs/read-connections'
import {readLocalSecrets, readSecretFlags} from '@rde/workflow/local/inputs/secret-files'
import {withDefaults} from '@rde/workflow/local/inputs/with-defaults'
import {localReference} from '@rde/workflow/local/local-reference'
import {openRunRecord} from '@rde/workflow/local/records/run-record'
import type {RunInputs} from '@rde/workflow/local/run-state'
import {runWorkflow, type RunResult} from '@rde/workflow/local/run-steps'
import type {RunEvent} from '@rde/workflow/events'

import type {Ask} from '../../../../plugins/workflows/src/local/ask-on-terminal.js'
import {consent} from './consent.js'
import {decideApprovals} from './decide-approvals.js'
import {openExecutor} from './open-executor.js'
import {checkParameters, type Parameters} from '../file/parameters.js'

export interface LocalRunOptions {
  readonly on: 'docker' | 'host'
  /** As the user named it. */
  readonly file: string
  readonly text: string
  readonly document: WorkflowDocument
  readonly workflow: string
  readonly parameters: Parameters
  /** `KEY=@FILE` */
  readonly secrets: readonly string[]
  readonly connections?: string | undefined
  readonly approve: readonly string[]
  /** The user need not be asked whether the file may run on this machine. */
  readonly yes: boolean
  readonly maxParallel?: number | undefined
  readonly verbose: boolean
  readonly signal: AbortSignal
  /** Undefined where there is nobody to ask. */
  readonly ask: Ask | undefined
  readonly onEvent: (event: RunEvent) => void
}

export interface LocalRunResult extends RunResult {
  /** `local/NAME#N` */
  readonly run: string
}

/** Runs a workflow file without a cluster, and keeps a record of it. Throws the signal's reason where it was stopped. */
export async function runLocally(session: Session, options: LocalRunOptions): Promise<LocalRunResult> {
  const {on, document, workflow, signal, ask, approve} = options
  if (on === 'host') checkHostable(document)
  const {inputs, notices} = await readInputs(session, options)
  const decide = decideApprovals({document, approve, ask})
  if (on === 'host') await consent({...options, trusted: session.data.trustedWorkflows})
  const executor = await openExecutor(session, options)
  try {
    const record = await openRunRecord(session.data.localRuns, workflow, on)
    const emit = emitter(session, [options.onEvent, (event) => record.write(event)])
    const run = localReference(record)
    const maxParallel = options.maxParallel ?? Math.max(4, 2 * availableParallelism())
    const tell = withNotices(emit, notices)
    const result = await runWorkflow({
      run,
      workflow,
      document,
      inputs,
      executor,
      maxParallel,
      signal,
      decide,
      emit: tell,
    })
    const problem = await record.close(result.outcome)
    if (problem !== undefined)
      options.onEvent({type: 'notice', message: `the record of the run is not whole: ${problem}`})
    if (signal.aborted) throw signal.reason
    return {run, ...result}
  } finally {
    await executor.close()
  }
}

async function readInputs(
  {data, secrets: known}: Session,
  {file, document, workflow, parameters, secrets: flags, connections: path}: LocalRunOptions,
): Promise<{inputs: RunInputs; notices: string[]}> {
  const unknown = checkParameters(document, {given: parameters, target: file})
  const secrets = {...(await readLocalSecrets(data.localSecrets(workflow))), ...(await readSecretFlags(flags))}
  const connections = path === undefined ? {} : await readConnections(path)
  known.learn([secrets, connections])
  const inputs = {parameters: withDefaults(document, parameters), secrets, connections}
  const notices = [
    ...unknown.map((name) => `the workflow declares no parameter ${name}`),
    ...lackingSecrets(document, inputs).map((name) => `the secret ${name} is not known: --secret ${name}=@FILE`),
  ]
  return {inputs, notices}
}

/** Blots secrets out of what steps print, before anybody hears of it. */
function emitter({secrets}: Session, listeners: ReadonlyArray<(event: RunEvent) => void>): (event: RunEvent) => void {
  return (event) => {
    const shown = event.type === 'log' ? {...event, line: secrets.mask(event.line)} : event
    for (const listener of listeners) listener(shown)
  }
}

/** Notices come after the event that says which run they belong to. */
function withNotices(emit: (event: RunEvent) => void, notices: readonly string[]): (event: RunEvent) => void {
  return (event) => {
    emit(event)
    if (event.type === 'run-started') for (const message of notices) emit({type: 'notice', message})
  }
}
