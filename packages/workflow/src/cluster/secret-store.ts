import type {Kubectl} from '@rde/toolchain/kubectl'

/** Where a secret is: `!Secret KEY` in a step of this workflow. */
export interface SecretName {
  readonly workflow: string
  readonly key: string
}

/** The secrets of workflows, in the cluster's Vault at the paths that relay-core reads. */
export class SecretStore {
  constructor(private readonly kubectl: Kubectl) {}

  /** The keys in alphabetical order; none where the workflow has no secret. */
  declare list: (workflow: string) => Promise<string[]>

  /** Any bytes; a former value is replaced. */
  declare set: (name: SecretName, value: Uint8Array) => Promise<void>

  /** Whether there was one to delete. */
  declare delete: (name: SecretName) => Promise<boolean>
}
