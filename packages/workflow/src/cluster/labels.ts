/** Where workflows and their runs live: relay-core's namespace for tenants. */
export const tenantsNamespace = 'relay-tenants'

/** What rde writes on the objects that it makes, so that it can ask the cluster instead of remembering. */
export const labels = {
  /** On revisions and runs: which workflow they belong to. */
  workflow: 'rde.relay.sh/workflow',
  /** On workflows, revisions and runs: which file, by the hash of its bytes. */
  revision: 'rde.relay.sh/revision',
  /** On runs: counted from 1 for each workflow. */
  runNumber: 'rde.relay.sh/run-number',
} as const
