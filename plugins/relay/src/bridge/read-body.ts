import type {IncomingMessage} from 'node:http'

import {Refusal} from './refusal.js'

/** More than any workflow file or secret that the cluster could keep. */
const limit = 2 * 1024 * 1024

/** The whole body. One that is too large is read to its end all the same, or the CLI would see a broken connection. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= limit) parts.push(part)
    else parts.length = 0
  }
  if (size <= limit) return Buffer.concat(parts)
  throw new Refusal('too-large', `That is ${size} bytes; rde takes at most ${limit}.`)
}

/** The body as a JSON object. */
export function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  const value = parse(body)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Refusal('malformed', 'The request holds no JSON object.')
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
