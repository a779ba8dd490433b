import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'

import {writeFileAtomically} from '@rde/config'

/** How many files are remembered; the oldest are asked about again. */
const kept = 500

/** Whether the user let this very text run on this machine before. */
export async function isTrusted(path: string, text: string): Promise<boolean> {
  return (await readHashes(path)).includes(hashOf(text))
}

export async function trust(path: string, text: string): Promise<void> {
  const hashes = (await readHashes(path)).filter((hash) => hash !== hashOf(text))
  await writeFileAtomically(path, `${JSON.stringify([...hashes, hashOf(text)].slice(-kept), null, 2)}\n`)
}

async function readHashes(path: string): Promise<string[]> {
  try {
    const hashes: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Array.isArray(hashes) ? hashes.filter((hash) => typeof hash === 'string') : []
  } catch {
    // Unreadable is not trusted: the user is asked once more.
    return []
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
