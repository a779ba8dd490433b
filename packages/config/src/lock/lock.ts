import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {identify, lives, type ProcessIdentity} from '@rde/process-runner/environment/process-identity'
import {formatDuration, formatLimit, waitFor} from '@rde/time'

import type {DataDirectory} from '../cluster/data-directory.js'
import {endLeftoverTools} from './end-leftover-tools.js'
import {withFileLock} from './file-lock.js'
import {readHolder, writeHolder, type LockHolder} from './lock-record.js'

export interface LockRequest {
  /** What the user typed, shown to others who find the cluster locked; without values that might be secrets. */
  readonly command: string
  /** How long to wait for another rde; without it, a lock that is taken is an error at once. */
  readonly waitMs?: number | undefined
  /** Called once, before the waiting starts. */
  readonly onWait?: (holder: LockHolder) => void
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

/** The right to change the cluster and config.json. Ends with `release`, or with this process, however it ends. */
export interface Lock {
  /** Called by the process runner, so that the next holder can end running tools after a kill -9 of this process. */
  readonly children: {started(pid: number): void; ended(pid: number): void}
  readonly held: boolean
  /** May be called twice. */
  release(): void
}

const pauseMs = 200

/**
 * Takes the cluster's lock. Tools that a dead holder left running are ended first. Throws RDE_BUSY (exit code 5) if the
 * holder is alive, after `waitMs` if given.
 */
export async function acquireLock(data: Pick<DataDirectory, 'lock'>, request: LockRequest): Promise<Lock> {
  const {waitMs = 0, onWait, signal = new AbortController().signal} = request
  let holder: LockHolder | undefined
  const look = async () => {
    const seen = await tryToTake(data.lock, request.command)
    if (seen.taken) return {done: new HeldLock(data.lock, seen.by)}
    if (holder === undefined && waitMs > 0) onWait?.(seen.by)
    holder = seen.by
    return {missing: 'the lock of the cluster'}
  }
  return waitFor(look, {signal, pauseMs, timeoutMs: waitMs, onTimeout: () => busy(holder!, waitMs)})
}

/** Takes the lock for as long as `use` runs. */
export async function withLock<T>(
  data: Pick<DataDirectory, 'lock'>,
  request: LockRequest,
  use: (lock: Lock) => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(data, request)
  try {
    return await use(lock)
  } finally {
    lock.release()
  }
}

async function tryToTake(path: string, command: string): Promise<{taken: boolean; by: LockHolder}> {
  // Reading without the file lock is safe: the file is replaced atomically.
  const holder = readHolder(path)
  if (holder && lives(holder)) return {taken: false, by: holder}
  return withFileLock(path, async () => {
    const last = readHolder(path)
    if (last && lives(last)) return {taken: false, by: last}
    await endLeftoverTools(last?.children ?? [])
    const by = {...identifyThisProcess(), command, since: new Date().toISOString(), children: []}
    writeHolder(path, by)
    return {taken: true, by}
  })
}

function identifyThisProcess(): ProcessIdentity {
  const identity = identify(process.pid)
  if (!identity) throw new Error('cannot find out when this process started')
  return identity
}

class HeldLock implements Lock {
  readonly children = {
    started: (pid: number) => {
      const tool = identify(pid)
      if (tool) this.#record([...this.#holder.children, tool])
    },
    // Written when the next one starts: a reader before then sees by its start time that it has ended.
    ended: (pid: number) => void (this.#holder = without(this.#holder, pid)),
  }
  readonly #path: string
  #holder: LockHolder
  #held = true

  constructor(path: string, holder: LockHolder) {
    this.#path = path
    this.#holder = holder
  }

  get held(): boolean {
    return this.#held
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    const {pid, startTime} = this.#holder
    const holder = readHolder(this.#path)
    if (holder?.pid === pid && holder.startTime === startTime) this.#write(undefined)
  }

  #record(children: readonly ProcessIdentity[]): void {
    this.#holder = {...this.#holder, children}
    if (this.#held) this.#write(this.#holder)
  }

  /** Ignores a full disk: the record is only needed by the next holder after a kill -9 of this process. */
  #write(holder: LockHolder | undefined): void {
    try {
      writeHolder(this.#path, holder)
    } catch (error) {
      if (!isRdeError(error)) throw error
    }
  }
}

function without(holder: LockHolder, pid: number): LockHolder {
  return {...holder, children: holder.children.filter((tool) => tool.pid !== pid)}
}

function busy({pid, command, since}: LockHolder, waitedMs: number): RdeError {
  const age = formatDuration(Math.max(0, Date.now() - Date.parse(since)) || 0)
  const waited = waitedMs > 0 ? `\nTimed out after waiting for ${formatLimit(waitedMs)}.` : ''
  return new RdeError(`Another rde holds the cluster: \`${command}\` (pid ${pid}) has run for ${age}.${waited}`, {
    code: 'RDE_BUSY',
    exitCode: exitCodes.busy,
    remedies: [
      {what: 'Wait for it, or see what it is doing', command: `ps -fp ${pid}`},
      {what: 'Or end it', command: `kill ${pid}`},
    ],
  })
}
