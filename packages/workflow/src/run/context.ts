import type {ClusterIdentity, DataDirectory} from '@rde/config'
import type {Secrets} from '@rde/process-runner'
import type {Docker, Kubectl} from '@rde/toolchain'

/** The capabilities that runs of workflows need. A Session of the plugin kit provides them. */
export interface WorkflowContext {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  /** Values added here are masked in all output. */
  readonly secrets: Secrets
  readonly tools: (options?: {readonly signal?: AbortSignal}) => {readonly docker: Docker; readonly kubectl: Kubectl}
}
