export const apiVersion = 'relay.sh/v1beta1'

/** The mount of Vault's key-value engine, where the engine's metadata API reads secrets. */
export const vaultMount = 'customers'

/** The image that relay-core uses for a step without one, which only waits for an answer. */
export const defaultImage = 'alpine:latest'

export const labelKeys = {
  /** Counts the runs of a workflow from 1. */
  runNumber: 'rde.relay.sh/run-number',
  /** The hash of the file that a workflow was translated from. */
  revision: 'rde.relay.sh/revision',
  account: 'managed.relay.sh/account-id',
  workflow: 'managed.relay.sh/workflow-id',
} as const

export const annotationKeys = {
  /** On a Workflow: the dependencies implied by references to outputs, by step. */
  implied: 'rde.relay.sh/implied-dependencies',
  /** On a Workflow and its Runs: the input files that were inlined, by step. */
  inputFiles: 'rde.relay.sh/input-files',
} as const

/** The path below the mount that holds the secrets of a workflow, one entry each. */
export function secretsPath(workflow: string): string {
  return `workflows/${workflow}`
}

/** The path below the mount that holds the connections that a workflow may use. */
export function connectionsPath(workflow: string): string {
  return `connections/${workflow}`
}

/** The object name of the run with this number. */
export function runName(workflow: string, number: number): string {
  return `${workflow}-${number}`
}

/**
 * Annotations that define which secrets a run may read. The engine reads them from the Run; the Workflow has them too.
 */
export function engineAnnotations(workflow: string): Record<string, string> {
  return {
    'relay.sh/domain-id': workflow,
    'relay.sh/tenant-id': workflow,
    'relay.sh/vault-engine-mount': vaultMount,
    'relay.sh/vault-secret-path': secretsPath(workflow),
    'relay.sh/vault-connection-path': connectionsPath(workflow),
  }
}
