import type {Kubectl} from '@rde/toolchain/kubectl'

import type {RunSummary} from './run-summary.js'

/** Which Run to make: of a saved workflow, with values for its parameters. */
export interface RunRequest {
  readonly workflow: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/** The Runs on the cluster: starting, finding, answering and cancelling them. */
export class RunStore {
  constructor(private readonly kubectl: Kubectl) {}

  /**
   * Makes a Run of a saved workflow under the next number: object `NAME-N`. Two at once get two numbers. Rejects with
   * RDE_WORKFLOW_UNKNOWN where there is no such workflow.
   */
  declare start: (request: RunRequest) => Promise<RunSummary>

  /** All Runs, or those of one workflow; the newest first. */
  declare list: (workflow?: string) => Promise<RunSummary[]>

  /** By `NAME#N`, the object's own name, or NAME for its newest. Rejects with RDE_RUN_UNKNOWN. */
  declare find: (reference: string) => Promise<RunSummary>
}
