import {createReadStream} from 'node:fs'

/** The bytes of a file that the user names, which may be a pipe, or a device without an end. Rejects with the code EFBIG where there are more. */
export async function readAtMost(path: string, most: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of createReadStream(path, {end: most})) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  if (bytes.length <= most) return bytes
  throw Object.assign(new Error(`it is larger than ${most / 1024 / 1024} MiB`), {code: 'EFBIG'})
}
