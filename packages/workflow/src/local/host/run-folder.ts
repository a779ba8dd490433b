import {randomBytes} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {chmod, lstat, mkdir, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setImmediate, setTimeout} from 'node:timers/promises'

import {fileReason} from '@rde/config/store/config-errors'
import {processStartTime} from '@rde/process-runner/environment/process-identity'

/** The variable by which the processes of a run are known, wherever they went. */
export const runVariable = 'RDE_RUN_FOLDER'

const pattern = /^rde-run-(\d+)-([\w.]+)-[0-9a-f]{12}$/

/** Makes the folder of a run for temporary files. Its name holds the identity of this process. */
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
  // Another rde may be sweeping as well, or another user's run may be there.
  await Promise.all(orphans.map((folder) => removeFolder(folder)))
}

/** Removes a folder, whatever the rights of what a step made in it; resolves with the reason if that fails. */
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

/** Ends what steps leave running. Steps that end at the same time share one look at all processes. */
export class ProcessSweeper {
  #asked: Array<{readonly folder: string; readonly done: (count: number) => void}> = []
  #looking = false

  /** Resolves with how many processes of this folder's run there were, when they are gone. */
  end(folder: string): Promise<number> {
    return new Promise((done) => {
      this.#asked.push({folder, done})
      if (!this.#looking) void this.#look()
    })
  }

  async #look(): Promise<void> {
    this.#looking = true
    while (this.#asked.length > 0) {
      const asked = this.#asked.splice(0)
      const ended = endProcessesOf(asked.map(({folder}) => folder))
      await Promise.all([...ended.values()].flat().map(gone))
      for (const {folder, done} of asked) done(ended.get(folder)?.length ?? 0)
      await setImmediate()
    }
    this.#looking = false
  }
}

/** Ends every process that was started with one of these folders as its run's (Linux only); returns their pids. */
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

/** A killed process is there until the kernel comes to it; one that hangs in the kernel is not waited for. */
async function gone(pid: number): Promise<void> {
  for (let round = 0; round < 200 && processStartTime(pid) !== undefined; round += 1) await setTimeout(10)
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Empty for a process that has ended, or is another user's. */
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
    // It has ended meanwhile.
    return false
  }
}

function isOrphan(name: string): boolean {
  const [, pid, identity] = pattern.exec(name) ?? []
  return pid !== undefined && identityOf(Number(pid)) !== identity
}

/** The start of a process in letters that the name of a file may have. */
function identityOf(pid: number): string | undefined {
  return processStartTime(pid)
    ?.toString()
    .replace(/[^\w.]/g, '')
}

/** Gives the owner back the right to remove what lies in a folder. */
async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await lstat(path)).isDirectory()) await makeWritable(path)
  }
}
