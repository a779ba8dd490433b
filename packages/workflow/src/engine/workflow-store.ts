import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {WorkflowDocument} from '../document.js'
import type {InputFile} from '../file/input-files.js'
import {labelKeys} from '../resources/names.js'
import type {Resource} from '../resources/resource.js'
import {tenantResource} from '../resources/tenant-resource.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {toJson} from '../to-json.js'

import {lookAtRelayCore} from './errors.js'
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
  /** The file's own bytes, which `file` gives back. */
  readonly file: Uint8Array
  /** What the file says, its images' commands and its input files filled in. */
  readonly document: WorkflowDocument
  readonly inputFiles?: readonly InputFile[]
}

export interface SavedRevision extends SavedWorkflow {
  readonly revision: string
  /** Whether this revision differs from the one before. */
  readonly isNew: boolean
  /** Those that held something else when the workflow was saved before. */
  readonly changedInputFiles: readonly InputFile[]
}

const here = ['--namespace', tenantsNamespace] as const
const deleteRunsMs = 120_000

/** The workflows on the cluster, each with the bytes of every file that it was saved from. */
export class WorkflowStore {
  /** `adapt`: makes of what a file says what this cluster is to run. */
  constructor(
    private readonly kubectl: Kubectl,
    private readonly adapt: (document: WorkflowDocument) => WorkflowDocument | Promise<WorkflowDocument> = (same) =>
      same,
  ) {}

  /** Makes a workflow without steps and without a file. */
  async create(name: string): Promise<SavedWorkflow> {
    const document = {parameters: {}, steps: [], triggers: []}
    const workflow = withSavedAt(workflowResource(document, {name}), new Date().toISOString())
    await this.#apply([tenantResource({name}), workflow])
    return savedWorkflow(asKept(workflow))
  }

  /** Saves a revision of a file; the same bytes make no new one. */
  async save({name, file, document, inputFiles = []}: SaveRequest): Promise<SavedRevision> {
    const before = await this.find(name)
    const revision = revisionOf(file)
    const isNew = before?.revision !== revision
    const savedAt = isNew ? new Date().toISOString() : before.savedAt
    const {metadata, ...workflow} = withSavedAt(workflowResource(await this.adapt(document), {name}), savedAt)
    const annotations = {...metadata.annotations, ...inputFilesAnnotation(inputFiles)}
    const labels = {...metadata.labels, [labelKeys.revision]: revision}
    const labelled = {...workflow, metadata: {...metadata, annotations, labels}}
    // The bytes first: a Workflow names no revision that is not there.
    await this.#apply([tenantResource({name}), revisionObject(name, file), labelled])
    const changed = inputFiles.filter((one) => isChanged(one, before?.inputFiles ?? []))
    return {...savedWorkflow(asKept(labelled)), revision, isNew, changedInputFiles: changed}
  }

  /** By name. */
  async list(): Promise<SavedWorkflow[]> {
    const items = await this.kubectl.list<WorkflowObject>('workflows.relay.sh', ...here)
    return items.map(savedWorkflow).sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  async find(name: string): Promise<SavedWorkflow | undefined> {
    const found = await this.#one<WorkflowObject>('workflows.relay.sh', name)
    return found && savedWorkflow(found)
  }

  /** The bytes of the present file, or of an earlier revision's. */
  async file(name: string, revision?: string): Promise<Buffer | undefined> {
    const wanted = revision ?? (await this.find(name))?.revision
    if (wanted === undefined) return undefined
    const found = await this.#one<Parameters<typeof revisionFile>[0]>('configmaps', revisionName(name, wanted))
    return found && revisionFile(found)
  }

  /** Deletes a workflow with its runs, their logs and all revisions; its secrets stay. */
  async delete(name: string, runs: ReadonlyArray<{readonly name: string}>): Promise<void> {
    if (runs.length > 0) await this.#deleteRuns(runs)
    await this.kubectl.run('delete', 'workflows.relay.sh,tenants.relay.sh', name, ...here, '--ignore-not-found')
    await this.kubectl.run('delete', 'configmaps', '--selector', `${revisionOwner}=${name}`, ...here)
  }

  /** relay-core cleans up after each run before the object is gone. */
  async #deleteRuns(runs: ReadonlyArray<{readonly name: string}>): Promise<void> {
    await new RunStore(this.kubectl).delete(runs)
    const objects = runs.map(({name}) => `runs.relay.sh/${name}`)
    const told = {what: 'Deleting the runs', outcome: 'The workflow was kept.', remedies: lookAtRelayCore}
    await this.kubectl.wait([...objects, ...here, '--for=delete'], deleteRunsMs, told)
  }

  async #one<Shape>(kind: string, name: string): Promise<Shape | undefined> {
    // Not by the name alone: kubectl would fail where there is none, as it does for any other reason.
    const selector = `metadata.name=${name}`
    return (await this.kubectl.list<Shape>(kind, ...here, '--field-selector', selector))[0]
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

/** An object of ours as the API keeps it, as far as a SavedWorkflow looks at it. */
function asKept({metadata, spec}: Resource): WorkflowObject {
  const creationTimestamp = metadata.annotations?.[savedAtAnnotation] ?? ''
  return {metadata: {...metadata, creationTimestamp}, spec: (spec ?? {}) as WorkflowObject['spec']}
}
