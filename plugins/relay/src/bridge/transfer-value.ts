import {Refusal} from './refusal.js'

/** Decodes a value from the relay CLI: plain text, or other bytes as `{"$encoding": "base64", "data": …}`. */
export function transferredBytes(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  const {$encoding: encoding, data} = (value ?? {}) as {$encoding?: unknown; data?: unknown}
  if (typeof data === 'string' && encoding === 'base64' && isBase64(data)) return Buffer.from(data, 'base64')
  throw new Refusal('malformed', 'The request contains a value that is neither text nor base64.')
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
