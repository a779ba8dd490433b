import {randomBytes} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {chmod, lstat, mkdir, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate, setTimeout} from 'node:timers/promises'

import {fileReason} from '@rde/config/store/config-errors'
import {processStartTime} from '@rde/process-runner/environment/process-identity'

/** The environment variable that identifies the processes of a run. */
export const runVariable = 'RDE_RUN_FOLDER'

const pattern = /^rde-run-(\d+)-([\w.]+)-[0-9a-f]{12}$/

/** Creates the folder for a run's temporary files. Its name contains the identity of this process. */
export async function makeRunFolder(): Promise<string> {
  const owner = `${process.pid}-${identityOf(process.pid)}`
  const folder = join(tmpdir(), `rde-run-${owner}-${randomBytes(6).toString('hex')}`)
  await mkdir(folder, {mode: 0o700})
  return folder
}

/** The folders of runs whose rde was killed. */
export async function orphanRunFolders(): Promise<string[]> {
  const names = await readdir(tmpdir()).catch(() => [])
  return names.filter(isOrphan).map((name) => join(tmpdir(), name))
}

/** Ends the processes and removes the folders of runs whose rde was killed. */
export async function sweepRunFolders(): Promise<void> {
  const orphans = await orphanRunFolders()
  if (orphans.length === 0) return
  endProcessesOf(orphans)
  // Ignore failures: another rde may remove the same folder, or it may belong to another user.
  await Promise.all(orphans.map((folder) => removeFolder(folder)))
}

/** Removes a folder even if a step made parts of it read-only; resolves with the reason if that fails. */
export async function removeFolder(folder: string): Promise<string | undefined> {
  const remove = () => rm(folder, {recursive: true, force: true, maxRetries: 3})
  try {
    await remove().catch(async () => {
      await makeWritable(folder)
      await remove()
    })
    return undefined
  } catch (error) {
    return fileReason(error)
  }
}

/** Kills processes that steps leave running. Steps that end at the same time share one scan of all processes. */
export class ProcessSweeper {
  #requests: Array<{readonly folder: string; readonly done: (count: number) => void}> = []
  #isScanning = false

  /** Kills the processes of this folder's run; resolves with their number once they have ended. */
  end(folder: string): Promise<number> {
    return new Promise((done) => {
      this.#requests.push({folder, done})
      if (!this.#isScanning) void this.#scan()
    })
  }

  async #scan(): Promise<void> {
    this.#isScanning = true
    while (this.#requests.length > 0) {
      const requests = this.#requests.splice(0)
      const ended = endProcessesOf(requests.map(({folder}) => folder))
      await Promise.all([...ended.values()].flat().map(waitForEnd))
      for (const {folder, done} of requests) done(ended.get(folder)?.length ?? 0)
      await setImmediate()
    }
    this.#isScanning = false
  }
}

/** Kills the processes whose environment names one of these run folders (Linux only); returns their pids by folder. */
function endProcessesOf(folders: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const ended = new Map<string, number[]>()
  const variable = `${runVariable}=`
  for (const name of listed('/proc').filter((one) => /^\d+$/.test(one) && Number(one) !== process.pid)) {
    const entry = environmentOf(name).find((one) => one.startsWith(variable))
    const own = entry?.slice(variable.length)
    const folder = own && folders.find((one) => own === one || own.startsWith(`${one}/`))
    if (folder && end(Number(name))) ended.set(folder, [...(ended.get(folder) ?? []), Number(name)])
  }
  return ended
}

/** A killed process stays until the kernel removes it. Gives up after 2 s: it may hang in the kernel. */
async function waitForEnd(pid: number): Promise<void> {
  for (let round = 0; round < 200 && processStartTime(pid) !== undefined; round += 1) await setTimeout(10)
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Empty for a process that has ended or belongs to another user. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return []
  }
}

function end(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    // It has already ended.
    return false
  }
}

function isOrphan(name: string): boolean {
  const [, pid, identity] = pattern.exec(name) ?? []
  return pid !== undefined && identityOf(Number(pid)) !== identity
}

/** The start time of a process, in characters that are safe in a file name. */
function identityOf(pid: number): string | undefined {
  return processStartTime(pid)
    ?.toString()
    .replace(/[^\w.]/g, '')
}

/** Makes a folder and its subfolders writable for the owner, so that they can be removed. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await lstat(path)).isDirectory()) await makeWritable(path)
  }
}
