import type {Session} from '@rde/plugin-kit'
import type {WorkflowDocument} from '@rde/workflow'
import {withEngine} from '@rde/workflow/engine'
import {openWorkflow} from '@rde/workflow/file'
import {parseLocalReference, readLocalRun} from '@rde/workflow/local'

import {Refusal} from '../server/refusal.js'
import type {StartOptions} from './own-runs.js'

export interface AgainOptions {
  readonly run: string
  readonly signal: AbortSignal
}

/** The options that repeat a run with the same parameters, using the current version of its file or workflow. */
export async function runAgain(session: Session, {run, signal}: AgainOptions): Promise<StartOptions> {
  const local = parseLocalReference(run)
  if (local === undefined) {
    const {workflow, parameters} = await withEngine(session, {signal}, ({runs}) => runs.find(run))
    return {target: workflow, on: 'cluster', parameters: givenParameters(parameters), consent: false}
  }
  const {file, text, on, parameters = {}} = (await readLocalRun(session.data.localRuns, local)) ?? {}
  if (file === undefined || text === undefined || on === undefined)
    throw new Refusal(409, `The record of ${run} does not say which file it ran.`)
  const {document} = openWorkflow(Buffer.from(text))
  return {target: file, on, parameters: givenParameters(parameters, document), consent: false}
}

/** Only those that the user gave, as texts; the others come from the file. */
function givenParameters(values: Readonly<Record<string, unknown>>, document?: WorkflowDocument) {
  const declared = document?.parameters ?? {}
  const given = Object.entries(values).filter(([name, value]) => value !== declared[name]?.default)
  const texts = given.map(([name, value]) => {
    if (typeof value === 'string' && !value.includes('••••')) return [name, value] as const
    throw new Refusal(409, `The value of the parameter ${name} was not saved. Run the workflow from its form.`)
  })
  return Object.fromEntries(texts)
}
