import type {Value} from '../document.js'
import type {Reference} from './references.js'

type Table<Entry> = Readonly<Record<string, Entry>>

/** How a step ended. A property that is not known yet is absent. */
export interface StepStatus {
  readonly succeeded?: boolean
  readonly failed?: boolean
  readonly skipped?: boolean
}

/** The values known so far that expressions can refer to. */
export interface Environment {
  readonly parameters: Table<Value>
  readonly secrets: Table<string>
  /** The fields, by type, then by name. */
  readonly connections: Table<Table<Value>>
  /** By step, then by name. */
  readonly outputs: Table<Table<Value>>
  readonly steps: Table<StepStatus>
  /** By reference of the ask, then by name. */
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

/** The value of a reference; undefined if it is not known (yet). */
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

/** Own properties only: names in the file may equal those of JavaScript's built-in properties. */
function own<Entry>(table: Table<Entry> | undefined, name: string): Entry | undefined {
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined
}
