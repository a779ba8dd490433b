import {randomBytes} from 'node:crypto'
import {chmod, lstat, mkdir, readdir, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {processStartTime} from '@rde/process-runner/process-identity'

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

/** Ends the processes and removes the folders of runs whose rde was killed. */
export async function sweepRunFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  const orphans = names.filter(isOrphan).map((name) => join(tmpdir(), name))
  if (orphans.length === 0) return
  for (const folder of orphans) await endProcessesOf(folder)
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
    return (error as Error).message
  }
}

/** Ends every process that was started with this folder as its run's (Linux only); resolves with how many there were. */
export async function endProcessesOf(folder: string): Promise<number> {
  const names = await readdir('/proc').catch(() => [])
  const mark = `${runVariable}=${folder}`
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(async (name) => {
        const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '')
        return environment.split('\0').some((entry) => entry === mark || entry.startsWith(`${mark}/`))
          ? [Number(name)]
          : []
      }),
  )
  return found.flat().filter(end).length
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
