import {createReadStream} from 'node:fs'

/** The bytes of a file that the user names, even a pipe or an endless device. Rejects with EFBIG if it is too large. */
export async function readAtMost(path: string, maximum: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of createReadStream(path, {end: maximum})) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  if (bytes.length <= maximum) return bytes
  throw Object.assign(new Error(`it is larger than ${maximum / 1024 / 1024} MiB`), {code: 'EFBIG'})
}
