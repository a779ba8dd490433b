import {exitCodes, RdeError} from '@rde/errors'

import type {Value, WorkflowDocument} from '../document.js'
import {unknownRun} from '../engine/errors.js'
import {checkStep} from '../file/check-step.js'
import type {WorkflowFile} from '../file/open-workflow.js'
import type {LocalOptions} from '../run/run-request.js'
import {parseLocalReference} from './local-reference.js'
import {listLocalRuns, readLocalEvents} from './records/read-records.js'

/** The recorded results of an earlier run. */
export interface EarlierRun {
  /** By step, then by name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, Value>>>>
  readonly succeeded: readonly string[]
}

export interface Resumed {
  readonly document: WorkflowDocument
  /** Its outputs are known from the start, and its succeeded steps are not run again. */
  readonly earlier?: EarlierRun
}

/** Selects the part of a workflow that the options ask for, and reads the results of an earlier run. */
export async function resume(
  {path, document}: Pick<WorkflowFile, 'path' | 'document'>,
  root: string,
  {step, outputsFrom, rerunFailed}: LocalOptions,
): Promise<Resumed> {
  const reference = rerunFailed ?? outputsFrom
  const earlier = reference === undefined ? undefined : await readEarlierRun(root, reference)
  if (step === undefined) {
    return {document, ...(earlier && {earlier: rerunFailed === undefined ? {...earlier, succeeded: []} : earlier})}
  }
  checkStep(document, {step, path})
  const chosen = document.steps.find(({name}) => name === step)!
  const alone = {...chosen, dependsOn: []}
  delete (alone as {when?: unknown}).when
  const only = {...document, steps: [alone]}
  return {document: only, ...(earlier && {earlier: {...earlier, succeeded: []}})}
}

async function readEarlierRun(root: string, reference: string): Promise<EarlierRun> {
  const wanted = parseLocalReference(reference)
  if (wanted === undefined) throw notLocal(reference)
  const runs = await listLocalRuns(root)
  const run = runs.find(({workflow, number}) => {
    return workflow === wanted.workflow && (wanted.number === undefined || number === wanted.number)
  })
  if (run === undefined) throw unknownRun(reference, runs)
  const outputs: Record<string, Record<string, Value>> = {}
  const succeeded = new Set<string>()
  for await (const event of readLocalEvents(root, run)) {
    if (event.type === 'step' && event.phase === 'succeeded') succeeded.add(event.step)
    if (event.type === 'output' && event.value !== undefined) {
      outputs[event.step] = {...outputs[event.step], [event.name]: event.value as Value}
    }
  }
  return {outputs, succeeded: [...succeeded]}
}

function notLocal(reference: string): RdeError {
  return new RdeError(`${reference} is not a run without a cluster: only those keep their outputs on this machine.`, {
    code: 'RDE_RUN_NOT_LOCAL',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was run.',
    remedies: [{what: 'See the runs; those without a cluster begin with local/', command: 'rde workflow runs'}],
  })
}
