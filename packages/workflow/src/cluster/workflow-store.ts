import type {Kubectl} from '@rde/toolchain/kubectl'

import type {WorkflowDocument} from '../document.js'

/** A workflow as the cluster keeps it. */
export interface SavedWorkflow {
  readonly name: string
  /** The file that it was saved from last; undefined where somebody made it without rde, or without a file. */
  readonly revision: string | undefined
  readonly savedAt: string
  /** Names and images in the order of the file. */
  readonly steps: ReadonlyArray<{readonly name: string; readonly image?: string; readonly dependsOn?: readonly string[]}>
  /** Those with a default. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface SaveRequest {
  readonly name: string
  /** The file's own bytes, which `file` gives back. */
  readonly file: Uint8Array
  /** What the file says, its images' commands filled in. */
  readonly document: WorkflowDocument
}

/** The workflows on the cluster, each with the bytes of every file that it was saved from. */
export class WorkflowStore {
  constructor(private readonly kubectl: Kubectl) {}

  /** A workflow without steps and without a file, unless there is one of that name. */
  declare create: (name: string) => Promise<SavedWorkflow>

  /** Saves a revision. `isNew`: the same bytes were not the workflow's present revision already. */
  declare save: (request: SaveRequest) => Promise<{readonly revision: string; readonly isNew: boolean}>

  /** By name. */
  declare list: () => Promise<SavedWorkflow[]>

  declare find: (name: string) => Promise<SavedWorkflow | undefined>

  /** The bytes of the present file, or of an earlier revision's. */
  declare file: (name: string, revision?: string) => Promise<Buffer | undefined>

  /** With its runs, their logs and all revisions; its secrets stay. Whether there was one. */
  declare delete: (name: string) => Promise<boolean>
}
