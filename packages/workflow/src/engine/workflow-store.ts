import type {Kubectl} from '@rde/toolchain/kubectl'
import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {WorkflowDocument} from '../document.js'
import {labelKeys} from '../resources/names.js'
import type {Resource} from '../resources/resource.js'
import {tenantResource} from '../resources/tenant-resource.js'
import {workflowResource} from '../resources/workflow-resource.js'
import {toJson} from '../to-json.js'

import {deleteRuns} from './delete-runs.js'
import {revisionFile, revisionName, revisionObject, revisionOf, revisionOwner} from './revision.js'
import {savedAtAnnotation, savedWorkflow, type SavedWorkflow, type WorkflowObject} from './workflow-object.js'

export type {SavedStep, SavedWorkflow} from './workflow-object.js'

export interface SaveRequest {
  readonly name: string
  /** The file's own bytes, which `file` gives back. */
  readonly file: Uint8Array
  /** What the file says, its images' commands filled in. */
  readonly document: WorkflowDocument
}

export interface SavedRevision {
  readonly name: string
  readonly revision: string
  /** Whether the workflow's present revision was another one, or there was none. */
  readonly isNew: boolean
}

const here = ['--namespace', tenantsNamespace] as const

/** The workflows on the cluster, each with the bytes of every file that it was saved from. */
export class WorkflowStore {
  constructor(private readonly kubectl: Kubectl) {}

  /** A workflow without steps and without a file, unless there is one of that name. */
  async create(name: string): Promise<SavedWorkflow> {
    const found = await this.find(name)
    if (found !== undefined) return found
    const document = {parameters: {}, steps: [], triggers: []}
    const workflow = withSavedAt(workflowResource(document, {name}), new Date().toISOString())
    await this.#apply([tenantResource({name}), workflow])
    return (await this.find(name))!
  }

  async save({name, file, document}: SaveRequest): Promise<SavedRevision> {
    const before = await this.find(name)
    const revision = revisionOf(file)
    const isNew = before?.revision !== revision
    const savedAt = isNew ? new Date().toISOString() : before.savedAt
    const workflow = withSavedAt(workflowResource(document, {name}), savedAt)
    const {metadata} = workflow
    const labelled = {
      ...workflow,
      metadata: {...metadata, labels: {...metadata.labels, [labelKeys.revision]: revision}},
    }
    // The bytes first: a Workflow names no revision that is not there.
    await this.#apply([tenantResource({name}), revisionObject(name, file), labelled])
    return {name, revision, isNew}
  }

  /** By name. */
  async list(): Promise<SavedWorkflow[]> {
    const {items} = await this.kubectl.get<{items: WorkflowObject[]}>('workflows.relay.sh', ...here)
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

  /** With its runs, their logs and all revisions; its secrets stay. Whether there was one. */
  async delete(name: string): Promise<boolean> {
    if ((await this.find(name)) === undefined) return false
    await deleteRuns(this.kubectl, name)
    await this.kubectl.run('delete', 'workflows.relay.sh,tenants.relay.sh', name, ...here, '--ignore-not-found')
    await this.kubectl.run('delete', 'configmaps', '--selector', `${revisionOwner}=${name}`, ...here)
    return true
  }

  async #one<Shape>(kind: string, name: string): Promise<Shape | undefined> {
    // Not by the name alone: kubectl would fail where there is none, as it does for any other reason.
    const selector = `metadata.name=${name}`
    return (await this.kubectl.get<{items: Shape[]}>(kind, ...here, '--field-selector', selector)).items[0]
  }

  async #apply(objects: ReadonlyArray<Resource | ReturnType<typeof revisionObject>>): Promise<void> {
    await this.kubectl.apply(
      objects.map((object) => ({...object})),
      toJson,
    )
  }
}

function withSavedAt(workflow: Resource, savedAt: string): Resource {
  const {metadata} = workflow
  return {...workflow, metadata: {...metadata, annotations: {...metadata.annotations, [savedAtAnnotation]: savedAt}}}
}
