import type {Value} from '../document.js'
import type {Reference} from './references.js'

type Table<Entry> = Readonly<Record<string, Entry>>

/** How a step ended; a property that is not known yet is absent. */
export interface StepStatus {
  readonly succeeded?: boolean
  readonly failed?: boolean
  readonly skipped?: boolean
}

/** What expressions can refer to, as far as it is known by now. */
export interface Environment {
  readonly parameters: Table<Value>
  readonly secrets: Table<string>
  /** By type, then by name: the fields. */
  readonly connections: Table<Table<Value>>
  /** By step, then by name. */
  readonly outputs: Table<Table<Value>>
  readonly steps: Table<StepStatus>
  /** By the reference of the question, then by name. */
  readonly answers: Table<Table<Value>>
}

export const emptyEnvironment: Environment = {
  parameters: {},
  secrets: {},
  connections: {},
  outputs: {},
  steps: {},
  answers: {},
}

/** What a reference stands for; undefined where it is not known (yet). */
export function lookUp(environment: Environment, reference: Reference): Value | undefined {
  switch (reference.kind) {
    case 'parameter':
      return own(environment.parameters, reference.name)
    case 'secret':
      return own(environment.secrets, reference.name)
    case 'connection':
      return own(own(environment.connections, reference.type), reference.name)
    case 'output':
      return own(own(environment.outputs, reference.from), reference.name)
    case 'answer':
      return own(own(environment.answers, reference.askRef), reference.name)
    case 'status':
      return own(own(environment.steps, reference.action) as Table<boolean> | undefined, reference.property)
  }
}

/** Not by a plain look: the file's names may be those of JavaScript's own properties. */
function own<Entry>(table: Table<Entry> | undefined, name: string): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
