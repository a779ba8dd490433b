import {linkSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'

/**
 * Runs `work` while no other process holds the lock file. The file contains the holder and the program that the holder
 * runs: after a kill -9 of the holder, its program may still be writing, so the lock is free only if both have ended.
 */
export async function whileLocked(path, work) {
  await take(path)
  const lock = {
    startedChild: (pid) => rewrite(path, [identity(process.pid), identity(pid)]),
    endedChild: () => rewrite(path, [identity(process.pid)]),
  }
  try {
    await work(lock)
  } finally {
    rmSync(path, {force: true})
  }
}

async function take(path) {
  let printed = false
  while (!create(path)) {
    const held = read(path)
    const alive = held?.split('\n').find((holder) => holder !== '' && isAlive(holder))
    if (alive === undefined) {
      if (held !== undefined) remove(path, held)
      continue
    }
    if (!printed)
      process.stderr.write(`rde: waiting for process ${alive.split(' ')[0]}, which prepares this checkout\n`)
    printed = true
    await pause(200)
  }
}

/** Uses a link, so the file never exists without its content. */
function create(path) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, identity(process.pid))
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(own)
  }
}

function rewrite(path, holders) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, holders.join('\n'))
  renameSync(own, path)
}

/** Another waiter may have replaced the dead holder in the meantime: then its file is put back. */
function remove(path, dead) {
  const aside = `${path}.${process.pid}.dead`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, path)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, {force: true})
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** A process by its id and, if /proc has it, its start time: ids are reused. */
function identity(pid) {
  return `${pid} ${startOf(pid)}`
}

function isAlive(holder) {
  const [pid, start] = holder.split(' ')
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code === 'ESRCH') return false
  }
  return startOf(pid) === start
}

function startOf(pid) {
  // After the name in parentheses, which may contain spaces, follows the state, and 19 fields later the start time.
  const fields = read(`/proc/${pid}/stat`)?.split(') ').at(-1).split(' ')
  // A zombie does nothing any more, but stays until its parent waits for it.
  if (fields?.[0] === 'Z') return 'ended'
  return fields?.[19] ?? 'unknown'
}
