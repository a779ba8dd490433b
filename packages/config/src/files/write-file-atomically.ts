import {randomBytes} from 'node:crypto'
import {open, readdir, realpath, rename, rm, writeFile} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

import {fileFailed} from '../store/config-errors.js'
import {isDevice} from './is-device.js'
import {makeFolder, privateMode} from './make-folder.js'

/**
 * Writes a file that only its owner may read, completely or not at all: readers see the old content or the new, even
 * after a power cut. Makes its parent folders (0700). If the path is a link, its target is replaced. A device or a pipe
 * (`/dev/stdout`) is written to directly.
 */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  try {
    if (await isDevice(path)) return await writeFile(path, content)
    makeFolder(dirname(path), privateMode)
    const target = await realpath(path).catch(() => path)
    await sweepLeftovers(target)
    await replaceFile(target, content)
  } catch (error) {
    throw fileFailed('write', path, error)
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  const temporary = join(dirname(path), temporaryName(basename(path)))
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, {force: true})
    throw error
  }
  await syncFolder(dirname(path))
}

/** Makes the rename survive a power cut. Not every file system supports it; the file is complete in any case. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}

/** `.config.json.4711-1a2b3c4d.tmp`: the pid shows whether its writer still runs. */
function temporaryName(name: string): string {
  return `.${name}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}

/** Removes temporary files of writers that were killed before the rename. */
async function sweepLeftovers(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) ? /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(path), name), {force: true})
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
