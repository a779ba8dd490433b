import {isRdeError} from '@rde/errors'
import {requireCluster} from '@rde/plugin-kit'
import type {Value} from '@rde/workflow'
import {savedDocument, unknownWorkflow, withEngine, type SavedWorkflow} from '@rde/workflow/engine'
import {isTrusted} from '@rde/workflow/local'

import type {RunLocation, RunForm, Source, StartAnswer} from '../api.js'
import {runForm, type FormWorkflow} from '../runs/run-form.js'
import {Refusal} from '../server/refusal.js'
import {openListedFile} from '../sources.js'
import {bodyOf, route, text, type UiContext} from './ui-context.js'

export const startRoutes = [
  route('GET /api/form', async ({context, query}) => {
    return {json: await form(context, sourceOf(Object.fromEntries(query)))}
  }),
  route('POST /api/runs', async ({context, body}) => {
    const {source: wanted, on, parameters, consent} = bodyOf(body)
    const source = sourceOf(wanted)
    const place = text(on, 'on', ['cluster', 'docker', 'host'] as const)
    if (source.kind === 'file') await openListedFile(source.path, context.folders)
    if (source.kind === 'saved' && place !== 'cluster')
      throw new Refusal(400, 'A saved workflow runs on the cluster. To run it here, run its file.')
    const target = source.kind === 'file' ? source.path : source.name
    const options = {target, on: place, parameters: textsOf(parameters), consent: consent === true}
    const answer: StartAnswer = {run: await context.ownRuns.start(options)}
    return {json: answer}
  }),
]

async function form({session, folders, signal}: UiContext, source: Source): Promise<RunForm> {
  if (source.kind === 'file') {
    const file = await openListedFile(source.path, folders)
    const [trusted, places] = await Promise.all([
      isTrusted(session.data.trustedWorkflows, file.text),
      placesFor({session, signal}),
    ])
    return runForm(file.document, {source, name: file.name, places, trusted})
  }
  const {name} = source
  return withEngine(session, {signal}, async ({workflows}) => {
    const saved = await workflows.find(name)
    if (saved === undefined) throw unknownWorkflow(name)
    const document = (await savedDocument({workflows}, saved)) ?? documentOf(saved)
    return runForm(document, {source, name, places: ['cluster'], trusted: true})
  })
}

/** The form waits no longer than this if Docker hangs. */
const mostWaitMs = 3_000

/** Where a file can run. The first one is available now: the form preselects it. */
export async function placesFor({session, signal}: Pick<UiContext, 'session' | 'signal'>): Promise<RunLocation[]> {
  try {
    await requireCluster(session, AbortSignal.any([signal, AbortSignal.timeout(mostWaitMs)]))
    return ['cluster', 'docker', 'host']
  } catch (error) {
    const hasDocker = isRdeError(error) && error.code === 'RDE_CLUSTER_NOT_RUNNING'
    return hasDocker ? ['docker', 'host', 'cluster'] : ['host', 'docker', 'cluster']
  }
}

/** The document of a workflow saved without its file: the engine keeps only parameters with a default. */
function documentOf({steps, parameters}: SavedWorkflow): FormWorkflow {
  const declared = Object.entries(parameters).map(([name, value]) => [name, {default: value as Value}])
  return {steps, parameters: Object.fromEntries(declared)}
}

function sourceOf(value: unknown): Source {
  const {kind, name, path} = Object(value) as Readonly<Record<string, unknown>>
  return text(kind, 'kind', ['saved', 'file'] as const) === 'saved'
    ? {kind: 'saved', name: text(name, 'name')}
    : {kind: 'file', path: text(path, 'path')}
}

function textsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(Object(value) as object)
  return Object.fromEntries(entries.map(([name, given]) => [name, text(given, name)]))
}
