import {readConfig} from '@rde/config'
import {openSession} from '@rde/plugin-kit/session/session'
import {
  engineError,
  engineStores,
  imagesOf,
  importCommand,
  missingImages,
  describeMissingImages,
  type RunStore,
  type RunSummary,
  type SavedWorkflow as StoredWorkflow,
  type SecretStore,
  type WorkflowStore,
} from '@rde/workflow/engine'
import {checkWorkflowName, inlineInputFiles, openWorkflow} from '@rde/workflow/file'
import {fillFromDocker, type ImageCommands} from '@rde/workflow/resources'

import type {Backend, Revision, RunStatus, SavedWorkflow} from '../backend.js'
import {faultyWorkflow, noSuchSecret, noSuchWorkflow, Refusal, workflowExists} from '../refusal.js'
import {explainedBackend} from './explained-backend.js'
import {revisionSteps} from './revision-steps.js'

/** The stores of workflows, runs and secrets. */
export interface Stores {
  readonly workflows: Pick<WorkflowStore, 'create' | 'delete' | 'file' | 'find' | 'list' | 'save'>
  readonly runs: Pick<RunStore, 'list' | 'start'>
  readonly secrets: Pick<SecretStore, 'delete' | 'list' | 'set'>
  readonly docker: ImageCommands
  /** Those of the images that are in the local Docker but not in the cluster. */
  readonly missingImages: (images: readonly string[]) => Promise<readonly string[]>
}

/** The workflows on rde's cluster. */
export function clusterBackend(): Backend {
  const session = openSession()
  const {kubectl, docker} = session.tools()
  const {signal} = new AbortController()
  const missing = async (images: readonly string[]) => {
    const config = await readConfig(session.data).catch(() => undefined)
    return config === undefined ? [] : missingImages(images, session, {config, signal})
  }
  const backend = new ClusterBackend({...engineStores(kubectl, session), docker, missingImages: missing})
  return explainedBackend(backend, (error) => engineError(error, session))
}

export class ClusterBackend implements Backend {
  constructor(private readonly stores: Stores) {}

  async listWorkflows(): Promise<SavedWorkflow[]> {
    const {workflows, runs} = this.stores
    const [saved, all] = await Promise.all([workflows.list(), runs.list()])
    return saved.map((workflow) => {
      const last = all.find((run) => run.workflow === workflow.name && run.number !== undefined)
      return {...toSavedWorkflow(workflow), ...(last?.number !== undefined && {lastRun: lastRun(last.number, last)})}
    })
  }

  async getWorkflow(name: string): Promise<SavedWorkflow> {
    return toSavedWorkflow(await this.#find(name))
  }

  async createWorkflow(name: string): Promise<SavedWorkflow> {
    const {workflows} = this.stores
    const problem = checkWorkflowName(name)
    if (problem !== undefined) throw new Refusal('invalid', problem)
    if ((await workflows.find(name)) !== undefined) throw workflowExists(name)
    return toSavedWorkflow(await workflows.create(name))
  }

  async deleteWorkflow(name: string): Promise<void> {
    const {workflows, runs} = this.stores
    await this.#find(name)
    await workflows.delete(name, await runs.list(name))
  }

  async saveRevision(workflow: string, content: Buffer) {
    const {workflows, docker} = this.stores
    await this.#find(workflow)
    const {document, problems} = openWorkflow(content, {name: workflow})
    if (document === undefined) throw faultyWorkflow(problems)
    const {document: inlined, inputFiles} = await inlineInputFiles(document, {})
    const filled = await fillFromDocker(inlined, docker)
    const {revision} = await workflows.save({name: workflow, file: content, document: filled.document, inputFiles})
    return {
      id: revision,
      content,
      steps: revisionSteps(document),
      warnings: [...problems, ...filled.problems],
    }
  }

  async getRevision(workflow: string, id: string): Promise<Revision> {
    const isOurs = checkWorkflowName(workflow) === undefined && /^[0-9a-f]{16}$/.test(id)
    const content = isOurs ? await this.stores.workflows.file(workflow, id) : undefined
    if (content === undefined) throw new Refusal('not-found', `The workflow ${workflow} has no revision ${id}.`)
    return {id, content, steps: revisionSteps(openWorkflow(content, {name: workflow}).document)}
  }

  async validate(content: Buffer) {
    return openWorkflow(content).problems
  }

  async startRun(name: string, parameters: Readonly<Record<string, string>>) {
    const workflow = await this.#find(name)
    const {runs, missingImages} = this.stores
    const [{number = 0, revision = '', createdAt}, missing] = await Promise.all([
      runs.start({workflow, parameters}),
      missingImages(imagesOf(workflow)),
    ])
    if (missing.length === 0) return {number, revision, createdAt}
    const notice = `${describeMissingImages(missing)} Import: ${importCommand(missing)}`
    return {number, revision, createdAt, notices: [notice]}
  }

  async listSecrets(workflow: string): Promise<string[]> {
    const [, names] = await Promise.all([this.#find(workflow), this.#secretsOf(workflow)])
    return names
  }

  async setSecret(workflow: string, key: string, value: Buffer): Promise<void> {
    await this.#find(workflow)
    await this.stores.secrets.set({workflow, key}, value)
  }

  async deleteSecret(workflow: string, key: string): Promise<void> {
    await this.#find(workflow)
    if (!(await this.stores.secrets.delete({workflow, key}))) throw noSuchSecret(workflow, key)
  }

  /** Does not ask the cluster about an invalid name. */
  async #find(name: string): Promise<StoredWorkflow> {
    const found = checkWorkflowName(name) === undefined ? await this.stores.workflows.find(name) : undefined
    if (found === undefined) throw noSuchWorkflow(name)
    return found
  }

  async #secretsOf(workflow: string): Promise<string[]> {
    return checkWorkflowName(workflow) === undefined ? this.stores.secrets.list(workflow) : []
  }
}

function toSavedWorkflow({name, revision, savedAt}: StoredWorkflow): SavedWorkflow {
  return {name, updatedAt: savedAt, ...(revision !== undefined && {latestRevision: revision})}
}

const statusOf: Readonly<Record<RunSummary['state'], RunStatus>> = {
  pending: 'pending',
  running: 'in-progress',
  succeeded: 'success',
  failed: 'failure',
  rejected: 'failure',
  cancelled: 'cancelled',
}

function lastRun(number: number, {state}: RunSummary): {number: number; status: RunStatus} {
  return {number, status: statusOf[state]}
}
