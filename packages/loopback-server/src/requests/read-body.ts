import type {IncomingMessage} from 'node:http'

/** The body; undefined if larger than `limit`. Always reads to the end: else the caller sees a broken connection. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= limit) parts.push(part)
    else parts.length = 0
  }
  return size <= limit ? Buffer.concat(parts) : undefined
}
