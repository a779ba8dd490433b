import {exitCodes, isRdeError} from '@rde/errors'

import type {Failure} from '../api.js'

/** Why a request is refused, with the HTTP status. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

export function statusOf(error: unknown): number {
  if (error instanceof Refusal) return error.status
  if (!isRdeError(error)) return 500
  return error.oclif.exit === exitCodes.usage ? 400 : 409
}

/** An error as the page shows it. */
export function failureOf(error: unknown): Failure {
  if (!isRdeError(error)) return {message: error instanceof Error ? error.message : String(error), remedies: []}
  const {message, code, outcome, remedies} = error
  return {message, code, remedies, ...(outcome !== undefined && {outcome})}
}
