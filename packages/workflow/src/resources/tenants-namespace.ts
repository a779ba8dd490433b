import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {Resource} from './resource.js'

/**
 * The namespace of the tenants. It has no label `controller.relay.sh/tenant-workload`: that is for namespaces that the engine
 * makes for a tenant, and its admission webhook would judge every pod here.
 */
export function tenantsNamespaceResource(): Resource {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: tenantsNamespace,
      labels: {'app.kubernetes.io/managed-by': 'nebula', 'nebula.puppet.com/network-policy.customer': 'true'},
    },
  }
}
