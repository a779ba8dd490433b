import type {InputFile} from '../file/input-files.js'
import {annotationKeys, labelKeys} from '../resources/names.js'

/** A Workflow as the API returns it, limited to the fields that rde reads. */
export interface WorkflowObject {
  readonly metadata: {
    readonly name: string
    readonly creationTimestamp: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: {
    readonly parameters?: ReadonlyArray<{readonly name: string; readonly default?: unknown}>
    readonly steps?: readonly WorkflowStep[]
  }
}

export interface WorkflowStep {
  readonly name: string
  /** Empty for a step that only waits for an answer. */
  readonly image?: string
  readonly dependsOn?: readonly string[]
  readonly when?: unknown
}

/** A workflow as saved on the cluster. */
export interface SavedWorkflow {
  readonly name: string
  /** The file that it was last saved from; undefined if it was created without rde or without a file. */
  readonly revision: string | undefined
  readonly savedAt: string
  /** In the order of the file. */
  readonly steps: readonly SavedStep[]
  /** The scripts of steps that were not in the file itself. */
  readonly inputFiles: readonly InputFile[]
  /** Those with a default. */
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface SavedStep {
  readonly name: string
  readonly type: 'container' | 'approval'
  readonly image: string
  readonly dependsOn: readonly string[]
}

/** When the current revision was saved: the object itself may be older. */
export const savedAtAnnotation = 'rde.relay.sh/saved-at'

export function savedWorkflow({metadata, spec}: WorkflowObject): SavedWorkflow {
  const {name, labels, annotations, creationTimestamp} = metadata
  const {steps = [], parameters = []} = spec
  return {
    name,
    revision: labels?.[labelKeys.revision],
    savedAt: annotations?.[savedAtAnnotation] ?? creationTimestamp,
    steps: steps.map(savedStep),
    inputFiles: readInputFiles(annotations?.[annotationKeys.inputFiles]),
    parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default ?? null])),
  }
}

/** The annotation of a Workflow and of its Runs that names its input files. */
export function inputFilesAnnotation(files: readonly InputFile[]): Record<string, string> {
  return files.length === 0 ? {} : {[annotationKeys.inputFiles]: JSON.stringify(files)}
}

function readInputFiles(text: string | undefined): InputFile[] {
  try {
    return text === undefined ? [] : (JSON.parse(text) as InputFile[])
  } catch {
    // rde did not write it.
    return []
  }
}

function savedStep(step: WorkflowStep): SavedStep {
  const {name, image = '', dependsOn = []} = step
  return {name, type: asksForApproval(step) ? 'approval' : 'container', image, dependsOn}
}

/** An approval step of the format becomes a step that waits for an answer with the step's name. */
function asksForApproval({name, when}: WorkflowStep): boolean {
  const first = Array.isArray(when) ? (when[0] as {'$fn.equals'?: readonly unknown[]} | null) : null
  const [answer] = first?.['$fn.equals'] ?? []
  const {$type, askRef} = (answer ?? {}) as {$type?: string; askRef?: string}
  return $type === 'Answer' && askRef === name
}
