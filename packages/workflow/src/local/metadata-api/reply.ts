/** A response of the metadata API: a status, and a JSON body if it has one. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
  /** Shown to the user, next to the step that sent the request. */
  readonly notice?: string
}

export function ok(body: unknown): Reply {
  return {status: 200, body}
}

export const created: Reply = {status: 201}

/** An error in the format of relay-core; programs look at `code`. */
export function refusal(status: number, code: string, description: string): Reply {
  return {
    status,
    body: {
      error: {
        domain: 'rma',
        code: `rma_${code}_error`,
        title: code,
        description: {friendly: description, technical: description},
      },
    },
  }
}

export const notFound = refusal(404, 'model_not_found', 'The resource you requested does not exist.')
export const unauthorized = refusal(
  401,
  'api_authentication',
  'The provided credential information did not authenticate this request.',
)
