import {clusterNames, newConfig, readConfig, type RdeConfig} from '@rde/config'
import {KnownKeys} from '@rde/config/schema/known-keys'
import {findLogSources} from '@rde/plugin-cluster/services/find-log-sources'
import clusterContributions from '@rde/plugin-cluster/contribute'
import type {ContributeHook, Session} from '@rde/plugin-kit'
import workflowContributions from '@rde/plugin-workflows/contribute'
import {chooseStack} from '@rde/stack'
import {stepsOfRun, withEngine} from '@rde/workflow/engine'
import {openWorkflow, readWorkflowBytes} from '@rde/workflow/file'
import {listLocalRuns, parseLocalReference, readLocalEvents, readLocalSecrets} from '@rde/workflow/local'

import {installedExtensions} from '../services/plugins/installed-extensions.js'
import type {Candidate, ValueWanted} from './command-tree.js'
import {files, folders} from './file-names.js'

export interface CompletionContext extends Pick<ValueWanted, 'args' | 'flags' | 'current'> {
  readonly session: Session
  /** Aborted when the shell has waited long enough. */
  readonly signal: AbortSignal
}

type Found = readonly (string | Candidate)[]

export interface Completer {
  find(context: CompletionContext): Promise<Found>
  /** Asks Docker or the cluster: the answer is cached for a while. */
  readonly asks?: boolean
  /** The earlier arguments on which the answer depends. */
  readonly dependsOn?: readonly string[]
}

/**
 * Completes arguments and flags by their kind. The kind is the name, or what `static completion` of the command has for
 * that name. So new commands, including those of extensions, are completed by the names of their arguments.
 */
export const completers: Readonly<Record<string, Completer>> = {
  cluster: {find: async ({session}) => clusterNames(session.data)},
  workflow: {find: workflowNames, asks: true},
  'workflow-or-file': {
    find: async (context) => [
      ...(await files(context.current, /\.ya?ml$/)),
      ...(await quietly(workflowNames(context))),
    ],
    asks: true,
  },
  run: {find: runs, asks: true},
  step: {find: stepsOf, asks: true, dependsOn: ['run']},
  'step-of-file': {find: async ({args}) => (await documentOf(args))?.steps.map(({name}) => name) ?? []},
  param: {find: parameters},
  'secret-key': {find: secretKeys, asks: true, dependsOn: ['name']},
  service: {find: async ({session}) => (await services(session)).map(({name}) => name)},
  version: {find: serviceVersions, asks: true},
  image: {find: localImages, asks: true},
  'imported-image': {find: async ({session}) => (await configOf(session)).images.map(({reference}) => reference)},
  component: {find: components, asks: true},
  setting: {find: async () => new KnownKeys().all()},
  phase: {find: phases},
  plugin: {find: plugins},
  file: {find: ({current}) => files(current)},
  folder: {find: ({current}) => folders(current)},
}

/** Names of flags and arguments → their kind. */
const byName: Readonly<Record<string, string>> = {
  ref: 'image',
  only: 'phase',
  skip: 'phase',
  approve: 'step-of-file',
  stack: 'file',
  suite: 'folder',
  source: 'folder',
  output: 'file',
  connections: 'file',
  from: 'file',
  path: 'folder',
}

export function completerFor(kind: string): Completer | undefined {
  return Object.hasOwn(completers, kind) ? completers[kind] : completers[byName[kind] ?? '']
}

async function configOf({data, identity}: Session): Promise<RdeConfig> {
  return (await readConfig(data).catch(() => undefined)) ?? newConfig(data, identity)
}

async function workflowNames({session, signal}: CompletionContext): Promise<Found> {
  const [local, saved] = await Promise.all([
    listLocalRuns(session.data.localRuns),
    quietly(withEngine(session, {signal}, async ({workflows}) => (await workflows.list()).map(({name}) => name))),
  ])
  return [...new Set([...saved, ...local.map(({workflow}) => workflow)])]
}

async function runs({session, signal}: CompletionContext): Promise<Found> {
  const [local, onCluster] = await Promise.all([
    listLocalRuns(session.data.localRuns),
    quietly(withEngine(session, {signal}, (engine) => engine.runs.list())),
  ])
  const all = [...local, ...onCluster].sort((a, b) => b.createdAt.localeCompare(a.createdAt))
  return all.map(({reference, state}) => ({value: reference, description: state}))
}

async function stepsOf({session, args, signal}: CompletionContext): Promise<Found> {
  const {run: wanted = ''} = args
  const local = parseLocalReference(wanted)
  if (local === undefined)
    return withEngine(session, {signal}, async ({runs: store, workflows}) => {
      const {steps} = await stepsOfRun(await store.find(wanted), {workflows, step: undefined})
      return steps.map(({name}) => name)
    })
  const all = await listLocalRuns(session.data.localRuns)
  const run = all.find(
    ({workflow, number}) => workflow === local.workflow && (local.number === undefined || number === local.number),
  )
  if (run === undefined) return []
  for await (const event of readLocalEvents(session.data.localRuns, run))
    if (event.type === 'run-started') return event.steps
  return []
}

/** The document of the file that the command names. */
async function documentOf({workflow, file}: CompletionContext['args']) {
  const path = workflow ?? file
  if (path === undefined) return undefined
  const bytes = await readWorkflowBytes(path).catch(() => undefined)
  return bytes && openWorkflow(bytes, {path}).document
}

async function parameters({args}: CompletionContext): Promise<Found> {
  const document = await documentOf(args)
  return Object.entries(document?.parameters ?? {}).map(([name, {description}]) => {
    return {value: `${name}=`, description, open: true}
  })
}

async function secretKeys({session, args: {name = ''}, signal}: CompletionContext): Promise<Found> {
  const [local, onCluster] = await Promise.all([
    quietly(readLocalSecrets(session.data.localSecrets(name)).then((found) => Object.keys(found))),
    quietly(withEngine(session, {signal}, ({secrets}) => secrets.list(name))),
  ])
  return [...new Set([...local, ...onCluster])].sort()
}

async function services(session: Session) {
  const {data, identity} = session
  const config = await configOf(session)
  return (await chooseStack({identity, data, config, extensions: []})).services
}

async function serviceVersions({session, current, signal}: CompletionContext): Promise<Found> {
  const [wanted, version] = current.split('@')
  const known = await services(session)
  if (version === undefined) return known.map(({name}) => ({value: `${name}@`, open: true}))
  const names = [...(await session.tools({signal}).docker.imageIds()).keys()]
  const tags = names.filter((name) => name.startsWith(`${wanted}:`) || name.includes(`/${wanted}:`))
  return [...new Set(tags.map((name) => `${wanted}@${name.split(':').at(-1)}`))]
}

async function localImages({session, signal}: CompletionContext): Promise<Found> {
  const names = [...(await session.tools({signal}).docker.imageIds()).keys()]
  return names.filter((name) => !name.includes('<none>'))
}

async function components({session, signal}: CompletionContext): Promise<Found> {
  const sources = await findLogSources(session, signal)
  return [...new Set(sources.flatMap(({names}) => names.slice(0, -1)))]
}

async function phases({session}: CompletionContext): Promise<Found> {
  const {data} = session
  const config = await configOf(session)
  const ask = async (contribute: ContributeHook) =>
    (await contribute.call({} as never, {rde: {config, data}} as never)).phases ?? []
  const found = await Promise.all([clusterContributions, workflowContributions].map(ask))
  return found.flat().map(({id, title}) => ({value: id, description: title}))
}

async function plugins({session: {data}}: CompletionContext): Promise<Found> {
  return (await installedExtensions(data)).map(({name}) => name)
}

/** An unreachable source must not hide the names of another one. */
async function quietly<Value>(asked: Promise<readonly Value[]>): Promise<readonly Value[]> {
  return asked.catch(() => [])
}
