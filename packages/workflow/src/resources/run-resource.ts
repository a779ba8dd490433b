import {tenantsNamespace} from '@rde/toolchain/relay-core-places'

import type {Value} from '../document.js'
import {apiVersion, engineAnnotations, labelKeys, runName} from './names.js'
import type {Resource} from './resource.js'

export interface RunDetails {
  readonly workflow: string
  readonly number: number
  /** Override the defaults of the workflow. */
  readonly parameters: Readonly<Record<string, Value>>
  /** Beside the one that tells its number. */
  readonly labels?: Readonly<Record<string, string>>
  /** `WORKFLOW-NUMBER` unless given. */
  readonly name?: string
}

/** One run of a workflow. The engine reads the annotations from it, not from the Workflow. */
export function runResource({workflow, number, parameters, labels, name}: RunDetails): Resource {
  return {
    apiVersion,
    kind: 'Run',
    metadata: {
      name: name ?? runName(workflow, number),
      namespace: tenantsNamespace,
      labels: {...labels, [labelKeys.runNumber]: String(number)},
      annotations: engineAnnotations(workflow),
    },
    spec: {workflowRef: {name: workflow}, parameters, state: {}},
  }
}
