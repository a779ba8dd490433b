import {asTypedIn} from '@rde/errors'
import type {Problem} from '@rde/workflow'

/** The reasons for refusing a request, with their HTTP status. */
const statusOf = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  exists: 409,
  'too-large': 413,
  invalid: 422,
  failed: 500,
  'not-served': 501,
  unavailable: 503,
} as const

export type RefusalReason = keyof typeof statusOf

/** A refused request, with a message for the user and, if there are several causes, one line for each. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly reason: RefusalReason,
    message: string,
    readonly causes: readonly string[] = [],
  ) {
    super(asTypedIn(message))
  }

  get status(): number {
    return statusOf[this.reason]
  }
}

export function noSuchWorkflow(name: string): Refusal {
  return new Refusal('not-found', `There is no workflow "${name}". See which there are: rde relay workflow list`)
}

export function noSuchSecret(workflow: string, name: string): Refusal {
  return new Refusal('not-found', `The workflow ${workflow} has no secret "${name}".`)
}

export function workflowExists(name: string): Refusal {
  return new Refusal('exists', `There is a workflow "${name}" already.`)
}

/** A workflow file with errors: all of them, each with its position. */
export function faultyWorkflow(problems: readonly Problem[]): Refusal {
  const errors = problems.filter(({severity}) => severity === 'error')
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
  return new Refusal('invalid', `The workflow file has ${count}.`, errors.map(describeProblem))
}

/** A problem in a workflow file, prefixed with its position. */
export function describeProblem({line, column, message}: Problem): string {
  return `line ${line}, column ${column}: ${message}`
}
