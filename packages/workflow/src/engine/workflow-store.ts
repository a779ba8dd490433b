import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {WorkflowDocument} from '../document.js'
import type {InputFile} from '../file/input-files.js'
import {labelKeys} from '../resources/names.js'
import type {Resource} from '../resources/resource.js'
import {tenantResource} from '../resources/tenant-resource.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {toJson} from '../to-json.js'

import {relayCoreRemedies} from './errors.js'
import {RunStore} from './run-store.js'
import {revisionFile, revisionName, revisionObject, revisionOf, revisionOwner} from './revision.js'
import {
  inputFilesAnnotation,
  savedAtAnnotation,
  savedWorkflow,
  type SavedWorkflow,
  type WorkflowObject,
} from './workflow-object.js'

export interface SaveRequest {
  readonly name: string
  /** The bytes of the file, which `file` returns. */
  readonly file: Uint8Array
  /** The document of the file, with the commands of images and the input files filled in. */
  readonly document: WorkflowDocument
  readonly inputFiles?: readonly InputFile[]
}

export interface SavedRevision extends SavedWorkflow {
  readonly revision: string
  /** Whether this revision differs from the previous one. */
  readonly isNew: boolean
  /** Those whose content has changed since the workflow was last saved. */
  readonly changedInputFiles: readonly InputFile[]
}

const namespaceArgs = ['--namespace', tenantsNamespace] as const
const deleteRunsMs = 120_000

/** The workflows on the cluster, each with the bytes of all file revisions. */
export class WorkflowStore {
  /** `adapt`: adapts a document to this cluster. */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly adapt: (document: WorkflowDocument) => WorkflowDocument | Promise<WorkflowDocument> = (same) =>
      same,
  ) {}

  /** Creates a workflow without steps and without a file. */
  async create(name: string): Promise<SavedWorkflow> {
    const document = {parameters: {}, steps: [], triggers: []}
    const workflow = withSavedAt(workflowResource(document, {name}), new Date().toISOString())
    await this.#apply([tenantResource({name}), workflow])
    return savedWorkflow(asStored(workflow))
  }

  /** Saves a revision of a file; unchanged bytes do not create a new one. */
  async save({name, file, document, inputFiles = []}: SaveRequest): Promise<SavedRevision> {
    const before = await this.find(name)
    const revision = revisionOf(file)
    const isNew = before?.revision !== revision
    const savedAt = isNew ? new Date().toISOString() : before.savedAt
    const {metadata, ...workflow} = withSavedAt(workflowResource(await this.adapt(document), {name}), savedAt)
    const annotations = {...metadata.annotations, ...inputFilesAnnotation(inputFiles)}
    const labels = {...metadata.labels, [labelKeys.revision]: revision}
    const labelled = {...workflow, metadata: {...metadata, annotations, labels}}
    // The bytes first: a Workflow must not refer to a missing revision.
    await this.#apply([tenantResource({name}), revisionObject(name, file), labelled])
    const changed = inputFiles.filter((one) => isChanged(one, before?.inputFiles ?? []))
    return {...savedWorkflow(asStored(labelled)), revision, isNew, changedInputFiles: changed}
  }

  /** Sorted by name. */
  async list(): Promise<SavedWorkflow[]> {
    const items = await this.kubectl.list<WorkflowObject>('workflows.relay.sh', ...namespaceArgs)
    return items.map(savedWorkflow).sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  async find(name: string): Promise<SavedWorkflow | undefined> {
    const found = await this.#one<WorkflowObject>('workflows.relay.sh', name)
    return found && savedWorkflow(found)
  }

  /** The bytes of the current file, or of an earlier revision. */
  async file(name: string, revision?: string): Promise<Buffer | undefined> {
    const wanted = revision ?? (await this.find(name))?.revision
    if (wanted === undefined) return undefined
    const found = await this.#one<Parameters<typeof revisionFile>[0]>('configmaps', revisionName(name, wanted))
    return found && revisionFile(found)
  }

  /** Deletes a workflow with its runs, their logs and all revisions; keeps its secrets. */
  async delete(name: string, runs: ReadonlyArray<{readonly name: string}>): Promise<void> {
    if (runs.length > 0) await this.#deleteRuns(runs)
    await this.kubectl.run(
      'delete',
      'workflows.relay.sh,tenants.relay.sh',
      name,
      ...namespaceArgs,
      '--ignore-not-found',
    )
    await this.kubectl.run('delete', 'configmaps', '--selector', `${revisionOwner}=${name}`, ...namespaceArgs)
  }

  /** Waits until the objects are removed: relay-core cleans up after each run first. */
  async #deleteRuns(runs: ReadonlyArray<{readonly name: string}>): Promise<void> {
    await new RunStore(this.kubectl).delete(runs)
    const objects = runs.map(({name}) => `runs.relay.sh/${name}`)
    const details = {what: 'Deleting the runs', outcome: 'The workflow was kept.', remedies: relayCoreRemedies}
    await this.kubectl.wait([...objects, ...namespaceArgs, '--for=delete'], deleteRunsMs, details)
  }

  async #one<Shape>(kind: string, name: string): Promise<Shape | undefined> {
    // Not by name: a missing object would make kubectl fail, which looks like any other failure.
    const selector = `metadata.name=${name}`
    return (await this.kubectl.list<Shape>(kind, ...namespaceArgs, '--field-selector', selector))[0]
  }

  async #apply(objects: ReadonlyArray<Resource | ReturnType<typeof revisionObject>>): Promise<void> {
    await this.kubectl.apply(
      objects.map((object) => ({...object})),
      toJson,
    )
  }
}

function isChanged({step, address, sha256}: InputFile, before: readonly InputFile[]): boolean {
  return before.some((one) => one.step === step && one.address === address && one.sha256 !== sha256)
}

function withSavedAt(workflow: Resource, savedAt: string): Resource {
  const {metadata} = workflow
  return {...workflow, metadata: {...metadata, annotations: {...metadata.annotations, [savedAtAnnotation]: savedAt}}}
}

/** Our object as the API would return it, limited to the fields that a SavedWorkflow reads. */
function asStored({metadata, spec}: Resource): WorkflowObject {
  const creationTimestamp = metadata.annotations?.[savedAtAnnotation] ?? ''
  return {metadata: {...metadata, creationTimestamp}, spec: (spec ?? {}) as WorkflowObject['spec']}
}
