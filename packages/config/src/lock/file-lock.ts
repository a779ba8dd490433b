import {randomUUID} from 'node:crypto'
import {linkSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import {identify, lives, type ProcessIdentity} from '@rde/process-runner/environment/process-identity'

import {fileFailed} from '../store/config-errors.js'
import {readText} from '../files/read-text.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'
import {makeFolder, privateMode} from '../files/make-folder.js'

/** A file is locked only briefly: a single holder that keeps it for longer hangs, no matter how many wait in turn. */
const defaultPatienceMs = 15_000
const pollMs = 10

/**
 * Lets one caller at a time read, change and write a file, across all rde processes. The file `PATH.held` names the
 * holder by pid and start time: a dead holder is replaced, regardless of file times. Must not be nested for one path.
 */
export async function withFileLock<Result>(
  path: string,
  use: () => Promise<Result>,
  {patienceMs = defaultPatienceMs}: {readonly patienceMs?: number} = {},
): Promise<Result> {
  const held = `${path}.held`
  try {
    makeFolder(dirname(path), privateMode)
    await take(held, patienceMs)
  } catch (error) {
    throw fileFailed('write', path, error)
  }
  try {
    return await use()
  } finally {
    rmSync(held, {force: true})
  }
}

/**
 * Replaces a file's text (undefined if there is no file) with the result of `change`. Use it for every file that is
 * read, changed and written. Writes nothing if the text stays the same.
 */
export async function updateFile(path: string, change: (before: string | undefined) => string): Promise<void> {
  await withFileLock(path, async () => {
    const before = await readText(path)
    const after = change(before)
    if (after !== before) await writeFileAtomically(path, after)
  })
}

async function take(held: string, patienceMs: number): Promise<void> {
  let giveUp = performance.now() + patienceMs
  let before: string | undefined
  while (!create(held)) {
    const holder = read(held)
    if (holder !== before) giveUp = performance.now() + patienceMs
    before = holder
    if (holder !== undefined && !isAlive(holder)) remove(held, holder)
    else if (performance.now() >= giveUp) throw Object.assign(new Error('held'), {code: 'ELOCKED'})
    else await sleep(pollMs)
  }
}

/** Uses a link, so that the file never appears without its content. */
function create(held: string): boolean {
  const own = `${held}.${process.pid}`
  writeFileSync(own, JSON.stringify({...identify(process.pid), turn: randomUUID()}), {mode: 0o600})
  try {
    linkSync(own, held)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own, {force: true})
  }
}

function read(held: string): string | undefined {
  try {
    return readFileSync(held, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

function isAlive(holder: string): boolean {
  try {
    return lives(JSON.parse(holder) as ProcessIdentity)
  } catch {
    return false
  }
}

/** Another process may have replaced the dead holder meanwhile: then its file is put back. */
function remove(held: string, dead: string): void {
  const aside = `${held}.${process.pid}.dead`
  try {
    renameSync(held, aside)
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, held)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    rmSync(aside, {force: true})
  }
}
