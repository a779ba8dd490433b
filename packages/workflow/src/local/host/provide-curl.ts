import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {shippedFile} from '@rde/config/files/shipped-file'

/**
 * Steps speak to the metadata API with curl, and a machine with nothing but Node has none. Makes a `curl` that knows what
 * steps need; resolves with its folder, to be the last on PATH.
 */
export async function provideCurl(folder: string): Promise<string> {
  const place = join(folder, 'stand-in')
  const program = shippedFile('stand-in-curl.js', import.meta.url)
  await mkdir(place)
  await writeFile(join(place, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {mode: 0o700})
  return place
}
