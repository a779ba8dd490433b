import {createHash} from 'node:crypto'

import {readText, updateFile} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'

import type {InputFile} from '../file/input-files.js'
import type {WorkflowFile} from '../file/open-workflow.js'
import type {Ask} from '../run/run-request.js'

export interface ConsentOptions {
  readonly file: Pick<WorkflowFile, 'path' | 'text'> & {readonly inputFiles?: readonly InputFile[]}
  readonly yes: boolean
  readonly ask: Ask | undefined
  /** The file with the hashes of the texts that the user has approved. */
  readonly trusted: string
}

/** How many texts are remembered; for older ones the user is asked again. */
const kept = 500

/** Asks once per version of a file whether it may run as the user. Throws (exit 2) if it cannot ask. */
export async function consent({file, yes, ask, trusted}: ConsentOptions): Promise<void> {
  const {path, inputFiles = []} = file
  // The content of its input files runs as well.
  const text = [file.text, ...inputFiles.map(({address, sha256}) => `${address} ${sha256}`)].join('\n')
  if (yes || (await isTrusted(trusted, text))) return
  const question = `The steps of ${path} will run as you, on this machine, not in containers.`
  if (ask === undefined) {
    throw new RdeError(`${question} There is no terminal to ask on.`, {
      code: 'RDE_NOT_CONFIRMED',
      exitCode: exitCodes.usage,
      outcome: 'Nothing was run.',
      remedies: [{what: 'Confirm it in the command', command: `rde workflow run ${path} --on host --yes`}],
    })
  }
  if (!(await ask(`${question} Run them?`))) {
    throw new RdeError('Not run.', {code: 'RDE_NOT_CONFIRMED', outcome: 'Nothing was run.'})
  }
  await trust(trusted, text)
}

/** Whether the user has approved exactly this text on this machine before. */
export async function isTrusted(path: string, text: string): Promise<boolean> {
  return (await readHashes(path)).includes(hashOf(text))
}

/** Remembers a text. Safe with concurrent writers. */
export async function trust(path: string, text: string): Promise<void> {
  await updateFile(path, (before) => {
    const hashes = parseHashes(before).filter((hash) => hash !== hashOf(text))
    return `${JSON.stringify([...hashes, hashOf(text)].slice(-kept), null, 2)}\n`
  })
}

async function readHashes(path: string): Promise<string[]> {
  // An unreadable file trusts nothing: the user is asked again.
  return parseHashes(await readText(path).catch(() => undefined))
}

function parseHashes(text = '[]'): string[] {
  try {
    const hashes: unknown = JSON.parse(text)
    return Array.isArray(hashes) ? hashes.filter((hash) => typeof hash === 'string') : []
  } catch {
    return []
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
