import type {WorkflowDocument} from '../document.js'
import {openWorkflow, problemLines, type WorkflowFile} from '../file/open-workflow.js'
import {inlineWorkflowFile} from '../file/input-files.js'
import {checkParameters, type Parameters} from '../file/parameters.js'
import {fillFromDocker, type ImageCommands} from '../resources/fill-commands.js'
import {defaultImage} from '../resources/names.js'
import type {EngineStores} from './engine.js'
import {unknownWorkflow} from './errors.js'
import type {RunSummary} from './run-summary.js'
import type {SavedWorkflow} from './workflow-object.js'
import type {SavedRevision} from './workflow-store.js'

export interface StartOptions {
  /** A file, which is saved first, or a saved workflow. */
  readonly workflow: WorkflowFile | FoundWorkflow
  readonly parameters: Parameters
  /** Where the commands of images are looked up. */
  readonly docker: ImageCommands
  readonly onNotice: (line: string) => void
  /** Called with the images of all steps before the run is created; may throw. */
  readonly checkImages?: (images: readonly string[]) => Promise<void>
}

export interface StartedRun {
  readonly run: RunSummary
  readonly workflow: SavedWorkflow
}

type Stores = Pick<EngineStores, 'workflows' | 'runs'>

/** Saves the workflow if it is a file, and creates a run of it. Requests each object from the cluster once. */
export async function startRun(stores: Stores, options: StartOptions): Promise<StartedRun> {
  const workflow = await saveWorkflow(stores, options)
  return {run: await stores.runs.start({workflow, parameters: options.parameters}), workflow}
}

/** Saves the workflow if it is a file. */
export async function saveWorkflow(stores: Pick<Stores, 'workflows'>, options: StartOptions): Promise<SavedWorkflow> {
  const {workflow: wanted, checkImages} = options
  const workflow = 'saved' in wanted ? wanted.saved : await save(stores, wanted, options)
  await checkImages?.(imagesOf(workflow))
  return workflow
}

/** The images of all steps. */
export function imagesOf({steps}: Pick<SavedWorkflow, 'steps'>): string[] {
  return [...new Set(steps.map(({image}) => image || defaultImage))]
}

/** Saves a revision of a file; unchanged bytes do not create a new one. */
export async function saveWorkflowFile(
  {workflows}: Pick<EngineStores, 'workflows'>,
  file: WorkflowFile,
  {docker, onNotice}: Pick<StartOptions, 'docker' | 'onNotice'>,
): Promise<SavedRevision> {
  const {path, name, bytes, document, inputFiles} = await inlineWorkflowFile(file, onNotice)
  const filled = await fillFromDocker(document, docker)
  problemLines(path, filled.problems).forEach(onNotice)
  const saved = await workflows.save({name, file: bytes, document: filled.document, inputFiles})
  for (const {step, address} of saved.changedInputFiles)
    onNotice(`The content of ${address} has changed since step ${step} was saved.`)
  return saved
}

async function save(
  stores: Pick<Stores, 'workflows'>,
  file: WorkflowFile,
  options: StartOptions,
): Promise<SavedWorkflow> {
  checkParameters(file.document, {given: options.parameters, target: file.path})
  return saveWorkflowFile(stores, file, options)
}

/** A workflow saved on the cluster, with its file if rde saved it. */
export interface FoundWorkflow {
  readonly name: string
  readonly saved: SavedWorkflow
  readonly document: WorkflowDocument | undefined
}

/** Rejects with RDE_WORKFLOW_UNKNOWN. */
export async function findWorkflow({workflows}: Stores, name: string): Promise<FoundWorkflow> {
  const saved = await workflows.find(name)
  if (saved === undefined) throw unknownWorkflow(name)
  return {name, saved, document: await savedDocument({workflows}, saved)}
}

/** The document of a saved workflow, read from its file: the engine itself keeps only parameters with a default. */
export async function savedDocument(
  {workflows}: Pick<EngineStores, 'workflows'>,
  {name, revision}: Pick<SavedWorkflow, 'name' | 'revision'>,
): Promise<WorkflowDocument | undefined> {
  const bytes = revision === undefined ? undefined : await workflows.file(name, revision)
  return bytes === undefined ? undefined : openWorkflow(bytes, {name}).document
}
