import {Refusal} from './refusal.js'

/** Parses the body as a JSON object. */
export function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  const value = parse(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Refusal('malformed', 'The request body is not a JSON object.')
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
