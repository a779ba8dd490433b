import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'

import {shippedFile} from '@rde/config/files/shipped-file'

/**
 * Steps call the metadata API with curl, which a machine with only Node does not have. Creates a `curl` that supports
 * what steps need; resolves with its folder, which belongs at the end of PATH.
 */
export async function provideCurl(folder: string): Promise<string> {
  const binFolder = join(folder, 'stand-in')
  const program = shippedFile('stand-in-curl.js', import.meta.url)
  await mkdir(binFolder)
  await writeFile(join(binFolder, 'curl'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {mode: 0o700})
  return binFolder
}
