/** What the bridge says to one request. */
export interface Answer {
  readonly status: number
  readonly body: object
  /** Lines for the user once the CLI has ended, since the CLI itself cannot say them. */
  readonly notices?: readonly string[]
}

/** What the relay CLI asks for, and for some answers insists on. */
export const contentType = 'application/vnd.puppet.relay.v20200615+json'

export function ok(body: object): Answer {
  return {status: 200, body}
}

export function created(body: object): Answer {
  return {status: 201, body}
}

/** The CLI looks at nothing in it, but wants JSON. */
export function done(resource: string): Answer {
  return ok({success: true, resource_id: resource})
}
