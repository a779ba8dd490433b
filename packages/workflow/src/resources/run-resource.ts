import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {Value} from '../document.js'
import {apiVersion, engineAnnotations, labelKeys, runName} from './names.js'
import type {Resource} from './resource.js'

export interface RunResourceOptions {
  readonly workflow: string
  /** Counts the runs of a workflow; optional. */
  readonly number?: number
  /** Override the defaults of the workflow. */
  readonly parameters: Readonly<Record<string, Value>>
  /** In addition to the label of its number. */
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** Default: `WORKFLOW-NUMBER`. Required for a run without a number. */
  readonly name?: string
}

/** One run of a workflow. The engine reads the annotations from it, not from the Workflow. */
export function runResource({workflow, number, parameters, labels, annotations, name}: RunResourceOptions): Resource {
  return {
    apiVersion,
    kind: 'Run',
    metadata: {
      name: name ?? runName(workflow, number ?? 0),
      namespace: tenantsNamespace,
      labels: {...labels, ...(number !== undefined && {[labelKeys.runNumber]: String(number)})},
      annotations: {...annotations, ...engineAnnotations(workflow)},
    },
    spec: {workflowRef: {name: workflow}, parameters, state: {}},
  }
}
