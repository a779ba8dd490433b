import type {Problem} from '@rde/workflow'

/**
 * What the bridge asks of whoever keeps the workflows. Every method throws a `Refusal` for what it will not do (no such
 * workflow, a name that cannot be); what else it throws is shown to the user as its failure.
 */
export interface Backend {
  /** In the order of their names. */
  listWorkflows(): Promise<readonly SavedWorkflow[]>
  getWorkflow(name: string): Promise<SavedWorkflow>
  /** A workflow without a file yet. */
  createWorkflow(name: string): Promise<SavedWorkflow>
  deleteWorkflow(name: string): Promise<void>

  /**
   * Keeps the bytes of a workflow file as they are. Refuses a file with errors, naming all of them; gives back what else
   * there is to say of the file.
   */
  saveRevision(workflow: string, content: Buffer): Promise<Revision & {readonly warnings: readonly Problem[]}>
  getRevision(workflow: string, id: string): Promise<Revision>
  /** What is wrong with a workflow file; nothing is saved. */
  validate(content: Buffer): Promise<readonly Problem[]>

  startRun(workflow: string, parameters: Readonly<Record<string, string>>): Promise<StartedRun>

  /** The names of a workflow's secrets, in order; their values are never given back. */
  listSecrets(workflow: string): Promise<readonly string[]>
  /** Sets it, whether there is one of this name or not. The value may be empty, and any bytes. */
  setSecret(workflow: string, name: string, value: Buffer): Promise<void>
  deleteSecret(workflow: string, name: string): Promise<void>
}

export interface SavedWorkflow {
  readonly name: string
  /** ISO 8601. */
  readonly updatedAt: string
  /** Absent until a file is saved. */
  readonly latestRevision?: string
  readonly lastRun?: {readonly number: number; readonly status: RunStatus}
}

/** Where a run is, in the words that the relay CLI's service has for it. */
export type RunStatus = 'pending' | 'in-progress' | 'success' | 'failure' | 'cancelled'

export interface Revision {
  /** Letters, digits and dashes. */
  readonly id: string
  readonly content: Buffer
  readonly steps: readonly RevisionStep[]
}

export interface RevisionStep {
  readonly name: string
  readonly type: 'container' | 'approval'
  readonly image?: string
  readonly dependsOn: readonly string[]
  /** The secrets that it refers to: the CLI says of others that nothing uses them. */
  readonly secrets: readonly string[]
}

export interface StartedRun {
  readonly number: number
  readonly revision: string
  readonly createdAt: string
  /** What the CLI does not show: an image of a step that the cluster lacks. */
  readonly notices?: readonly string[]
}
