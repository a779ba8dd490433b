/** A value as JSON has it; an integer that JavaScript's numbers cannot keep exactly is a bigint. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | {readonly [key: string]: Value}

/**
 * A value in which the tags of the file (`!Parameter n`) stand in their JSON form (`{"$type":"Parameter","name":"n"}`), and
 * `${…}` is still a string: relay-core evaluates both when the step runs.
 */
export type Expression = Value

/** A place in a file: lines and columns count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A workflow file as it was read: what it says, in the words of its format, with what it left out absent. */
export interface WorkflowDocument {
  readonly name?: string
  readonly description?: string
  readonly parameters: Readonly<Record<string, Parameter>>
  readonly steps: readonly Step[]
  readonly triggers: readonly Trigger[]
}

export interface Parameter {
  readonly description?: string
  readonly type?: string
  /** Absent where there is none; null is a default too. */
  readonly default?: Value
}

export type Step = ContainerStep | ApprovalStep

export interface ContainerStep {
  readonly type: 'container'
  readonly name: string
  readonly image: string
  readonly spec?: Readonly<Record<string, Expression>>
  readonly env?: Readonly<Record<string, Expression>>
  /** The lines of one script; run instead of `command` and `args`. */
  readonly input?: readonly string[]
  /** An address or a path whose content becomes `input` when the workflow is run or saved. */
  readonly inputFile?: string
  readonly command?: string
  readonly args?: readonly string[]
  /** Those of the file, and then those that follow from references to outputs. */
  readonly dependsOn: readonly string[]
  /** The part of `dependsOn` that the file does not have itself. */
  readonly implied?: readonly string[]
  /** One condition or a list of them. */
  readonly when?: Expression
  /** Where the file says it. */
  readonly at?: Position
}

export interface ApprovalStep {
  readonly type: 'approval'
  readonly name: string
  /** What is asked; shown with the question. */
  readonly description?: string
  readonly dependsOn: readonly string[]
  readonly implied?: readonly string[]
  readonly when?: Expression
  /** Where the file says it. */
  readonly at?: Position
}

export interface Trigger {
  readonly name: string
  readonly source: Readonly<Record<string, Value>> & {readonly type: 'schedule' | 'push' | 'webhook'}
  readonly binding?: {readonly key?: Expression; readonly parameters?: Readonly<Record<string, Expression>>}
  readonly when?: Expression
}

/** What is wrong with a file, and where. */
export interface Problem extends Position {
  readonly message: string
  /** A workflow with warnings runs all the same; a notice says what rde adds to it. */
  readonly severity: 'error' | 'warning' | 'notice'
}

export interface WorkflowReading {
  /** Absent when the file has errors. */
  readonly document?: WorkflowDocument
  /** All of them, in the order of the file. */
  readonly problems: readonly Problem[]
  /** It is a workflow, and says no name. */
  readonly lacksName: boolean
}
