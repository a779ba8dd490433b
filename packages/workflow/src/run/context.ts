import type {ClusterIdentity, DataDirectory} from '@rde/config'
import type {Secrets} from '@rde/process-runner'
import type {Docker, Kubectl} from '@rde/toolchain'

/** What runs of workflows need of their surroundings; a Session of the plugin kit is one. */
export interface WorkflowContext {
  readonly identity: ClusterIdentity
  readonly data: DataDirectory
  /** What is learnt here is masked wherever it is shown. */
  readonly secrets: Secrets
  readonly tools: (options?: {readonly signal?: AbortSignal}) => {readonly docker: Docker; readonly kubectl: Kubectl}
}
