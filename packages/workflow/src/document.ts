/** A JSON value; an integer that a JavaScript number cannot represent exactly is a bigint. */
export type Value = null | boolean | number | bigint | string | readonly Value[] | {readonly [key: string]: Value}

/**
 * A value in which the tags of the file (`!Parameter n`) have their JSON form (`{"$type":"Parameter","name":"n"}`), and
 * `${…}` is still a string: relay-core evaluates both when the step runs.
 */
export type Expression = Value

/** A position in a file: lines and columns count from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A workflow file as read: the fields of the format, without those that the file omits. */
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
  /** Absent if there is none; null is a default too. */
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
  /** The dependencies in the file, then those implied by references to outputs. */
  readonly dependsOn: readonly string[]
  /** The part of `dependsOn` that is not in the file. */
  readonly implied?: readonly string[]
  /** One condition or a list of them. */
  readonly when?: Expression
  /** The position in the file. */
  readonly at?: Position
}

export interface ApprovalStep {
  readonly type: 'approval'
  readonly name: string
  /** Shown with the question. */
  readonly description?: string
  readonly dependsOn: readonly string[]
  readonly implied?: readonly string[]
  readonly when?: Expression
  /** The position in the file. */
  readonly at?: Position
}

export interface Trigger {
  readonly name: string
  readonly source: Readonly<Record<string, Value>> & {readonly type: 'schedule' | 'push' | 'webhook'}
  readonly binding?: {readonly key?: Expression; readonly parameters?: Readonly<Record<string, Expression>>}
  readonly when?: Expression
}

/** A problem in a file, with its position. */
export interface Problem extends Position {
  readonly message: string
  /** A workflow with warnings still runs; a notice reports what rde adds to it. */
  readonly severity: 'error' | 'warning' | 'notice'
}

export interface ReadResult {
  /** Absent if the file has errors. */
  readonly document?: WorkflowDocument
  /** All of them, in the order of the file. */
  readonly problems: readonly Problem[]
  /** Whether it is a workflow without a `name` field. */
  readonly isNameMissing: boolean
}
