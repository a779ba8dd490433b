import {tenantsNamespace} from '@rde/toolchain/cluster/relay-core-places'

import type {ApprovalStep, ContainerStep, Expression, Parameter, Step, Value, WorkflowDocument} from '../document.js'
import {annotationKeys, apiVersion, engineAnnotations} from './names.js'
import type {Resource} from './resource.js'

type Fields = Readonly<Record<string, Value | undefined>>

/** The Workflow object of a file, with the given name. Omits descriptions, types and triggers. */
export function workflowResource(document: WorkflowDocument, {name}: {readonly name: string}): Resource {
  return {
    apiVersion,
    kind: 'Workflow',
    metadata: {
      name,
      namespace: tenantsNamespace,
      annotations: {...engineAnnotations(name), ...impliedAnnotation(document)},
    },
    spec: withoutEmpty({
      tenantRef: {name},
      parameters: parameterList(document.parameters),
      steps: document.steps.map(stepResource),
    }),
  }
}

/** The annotation with the dependencies that are not in the file. */
function impliedAnnotation({steps}: WorkflowDocument): Record<string, string> {
  const implied = steps.flatMap(({name, implied: names = []}) => (names.length === 0 ? [] : [[name, names] as const]))
  return implied.length === 0 ? {} : {[annotationKeys.implied]: JSON.stringify(Object.fromEntries(implied))}
}

/** The parameters with a default, including null: the engine does not accept the others. */
function parameterList(parameters: Readonly<Record<string, Parameter>>): Value[] {
  return Object.entries(parameters)
    .flatMap(([name, parameter]) => (parameter.default === undefined ? [] : [{name, default: parameter.default}]))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function stepResource(step: Step): Value {
  return step.type === 'approval' ? approvalStep(step) : containerStep(step)
}

function containerStep({name, image, when, ...step}: ContainerStep): Value {
  const {spec, env, input, command, args, dependsOn} = step
  return {name, image, ...withoutEmpty({spec, env, input, command, args, dependsOn}), ...given('when', when)}
}

/** Does not run anything: waits until it is answered. */
function approvalStep({name, dependsOn, when}: ApprovalStep): Value {
  const answer = {$type: 'Answer', askRef: name, name: 'approval'}
  const own = when === undefined ? [] : Array.isArray(when) ? (when as Expression[]) : [when]
  return {name, image: '', ...withoutEmpty({dependsOn}), when: [{'$fn.equals': [answer, 'approved']}, ...own]}
}

/** Keeps an empty list but omits a missing `when`: a client-side apply would read null as "remove it". */
function given(key: string, value: Value | undefined): Record<string, Value> {
  return value === undefined ? {} : {[key]: value}
}

function withoutEmpty(fields: Fields): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value))) as Record<string, Value>
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === '') return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
