/** The answer of the bridge to one request. */
export interface Answer {
  readonly status: number
  readonly body: object
  /** Lines to print once the CLI has ended, since the CLI cannot show them. */
  readonly notices?: readonly string[]
}

/** The content type that the relay CLI accepts, and requires for some answers. */
export const contentType = 'application/vnd.puppet.relay.v20200615+json'

export function ok(body: object): Answer {
  return {status: 200, body}
}

export function created(body: object): Answer {
  return {status: 201, body}
}

/** The CLI ignores the content, but requires JSON. */
export function done(resource: string): Answer {
  return ok({success: true, resource_id: resource})
}
