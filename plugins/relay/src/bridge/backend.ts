import type {Problem} from '@rde/workflow'

/**
 * The store of workflows behind the bridge. Every method throws a `Refusal` for an invalid request (no such workflow,
 * an invalid name). Other errors are shown to the user as failures.
 */
export interface Backend {
  /** Sorted by name. */
  listWorkflows(): Promise<readonly SavedWorkflow[]>
  getWorkflow(name: string): Promise<SavedWorkflow>
  /** Creates a workflow without a file. */
  createWorkflow(name: string): Promise<SavedWorkflow>
  deleteWorkflow(name: string): Promise<void>

  /**
   * Saves a workflow file byte for byte. Refuses a file with errors, naming all of them; returns the warnings.
   */
  saveRevision(workflow: string, content: Buffer): Promise<Revision & {readonly warnings: readonly Problem[]}>
  getRevision(workflow: string, id: string): Promise<Revision>
  /** Checks a workflow file without saving it. */
  validate(content: Buffer): Promise<readonly Problem[]>

  startRun(workflow: string, parameters: Readonly<Record<string, string>>): Promise<StartedRun>

  /** The sorted names of a workflow's secrets; their values are never returned. */
  listSecrets(workflow: string): Promise<readonly string[]>
  /** Creates or replaces a secret. The value may be empty or contain any bytes. */
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

/** The state of a run, in the terms of the relay CLI's service. */
export type RunStatus = 'pending' | 'in-progress' | 'success' | 'failure' | 'cancelled'

export interface Revision {
  /** Consists of letters, digits and dashes. */
  readonly id: string
  readonly content: Buffer
  readonly steps: readonly RevisionStep[]
}

export interface RevisionStep {
  readonly name: string
  readonly type: 'container' | 'approval'
  readonly image?: string
  readonly dependsOn: readonly string[]
  /** The secrets that it refers to: the CLI reports other secrets as unused. */
  readonly secrets: readonly string[]
}

export interface StartedRun {
  readonly number: number
  readonly revision: string
  readonly createdAt: string
  /** Lines that the CLI does not show: images of steps missing in the cluster. */
  readonly notices?: readonly string[]
}
