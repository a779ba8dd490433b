import {Refusal} from './refusal.js'

/** A value as the relay CLI sends it: text as it is, other bytes as `{"$encoding": "base64", "data": …}`. */
export function transferredBytes(value: unknown): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  const {$encoding: encoding, data} = (value ?? {}) as {$encoding?: unknown; data?: unknown}
  if (typeof data === 'string' && encoding === 'base64' && isBase64(data)) return Buffer.from(data, 'base64')
  throw new Refusal('malformed', 'The request holds a value that is neither text nor base64.')
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
