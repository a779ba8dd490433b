import {asTypedIn} from '@rde/errors'
import type {Problem} from '@rde/workflow'

/** Why the bridge does not do what was asked, and the status that tells the relay CLI so. */
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

/** Something that cannot be had, with a sentence for the user and, where there are several reasons, one line for each. */
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

/** A workflow file with errors: all of them, each with its place. */
export function faultyWorkflow(problems: readonly Problem[]): Refusal {
  const errors = problems.filter(({severity}) => severity === 'error')
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
  return new Refusal('invalid', `The workflow file has ${count}.`, errors.map(placed))
}

/** A problem of a workflow file behind its place. */
export function placed({line, column, message}: Problem): string {
  return `line ${line}, column ${column}: ${message}`
}
