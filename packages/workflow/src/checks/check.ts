import type {Position, Problem, WorkflowDocument} from '../document.js'
import type {Locate} from '../go-yaml/yaml-file.js'

/** A check that only rde makes before a workflow runs. */
export type Check = (document: WorkflowDocument, at: Locate) => readonly Problem[]

export function error(at: Position, message: string): Problem {
  return {...at, severity: 'error', message}
}

export function warning(at: Position, message: string): Problem {
  return {...at, severity: 'warning', message}
}
