import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import {apiVersion, labelKeys} from './names.js'
import type {Resource} from './resource.js'

/**
 * The Tenant of a workflow. It has no `namespaceTemplate`: with one, the engine would take over a namespace of that
 * name, and each step would request a volume of 20 GiB. So the pods of its runs live in the Tenant's namespace.
 */
export function tenantResource({name}: {readonly name: string}): Resource {
  return {
    apiVersion,
    kind: 'Tenant',
    metadata: {
      name,
      namespace: tenantsNamespace,
      labels: {[labelKeys.account]: name, [labelKeys.workflow]: name},
    },
    spec: {toolInjection: {}, triggerEventSink: {}, workflowExecutionSink: {}},
  }
}
