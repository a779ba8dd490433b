import {chmod, readdir} from 'node:fs/promises'
import {join} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import {fileSum} from '@rde/toolchain/download/file-sum'

const sums = 'SHA256SUMS'

/**
 * Writes the checksums of all files of a folder in the format of sha256sum(1), so that a copy can be checked without
 * rde, and makes the files readable for everyone. Resolves with the number of files.
 */
export async function writeSums(folder: string): Promise<number> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part') && entry.name !== sums)
    .map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1))
    .sort()
  const lines: string[] = []
  for (const path of paths) lines.push(`${await sumOf(folder, path)}  ${path}\n`)
  await writeFileAtomically(join(folder, sums), lines.join(''))
  for (const path of [...paths, sums]) await chmod(join(folder, path), 0o644)
  for (const entry of entries.filter((one) => one.isDirectory())) await chmod(join(entry.parentPath, entry.name), 0o755)
  return paths.length
}

/** The name of an image blob is its checksum; a start verifies it. */
async function sumOf(folder: string, path: string): Promise<string> {
  return /^images\/blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1] ?? fileSum(join(folder, path))
}
