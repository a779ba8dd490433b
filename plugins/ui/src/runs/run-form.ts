import type {Parameter} from '@rde/workflow'
import {layoutGraph, type GraphStep} from '@rde/workflow/graph'

import type {FormParameter, RunForm} from '../api.js'
import {showValue} from './step-inputs.js'

export type FormOptions = Pick<RunForm, 'source' | 'name' | 'places' | 'trusted'>

/** The parts of a workflow that a form shows. */
export interface FormWorkflow {
  readonly description?: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly steps: readonly GraphStep[]
}

/** The form that a user fills in to run a workflow. */
export function runForm({description, parameters, steps}: FormWorkflow, options: FormOptions): RunForm {
  const shape = steps.map(({name, dependsOn}) => ({name, dependsOn}))
  return {
    ...options,
    ...(description !== undefined && {description}),
    parameters: Object.entries(parameters).map(([name, parameter]) => formParameter(name, parameter)),
    steps: shape,
    graph: layoutGraph(shape),
  }
}

function formParameter(name: string, {type, description, default: preset}: Parameter): FormParameter {
  return {
    name,
    type: fieldType(type ?? typeof preset),
    ...(description !== undefined && {description}),
    ...(preset !== undefined && {default: showValue(preset)}),
  }
}

function fieldType(type: string): FormParameter['type'] {
  if (type === 'boolean') return 'boolean'
  if (['number', 'integer', 'bigint'].includes(type)) return 'number'
  return ['object', 'array', 'list', 'map'].includes(type) ? 'json' : 'string'
}
