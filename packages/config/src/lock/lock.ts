import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import {identify, lives, type ProcessIdentity} from '@rde/process-runner/environment/process-identity'
import {formatDuration, formatLimit, waitFor} from '@rde/time'

import type {DataDirectory} from '../cluster/data-directory.js'
import {endLeftoverTools} from './end-leftover-tools.js'
import {withFileLock} from './file-lock.js'
import {readHolder, writeHolder, type LockHolder} from './lock-record.js'

export interface LockRequest {
  /** What the user typed, for those who find the cluster held; without values that might be secrets. */
  readonly command: string
  /** How long to wait for another rde; without it, a held lock is an error at once. */
  readonly waitMs?: number | undefined
  /** Told once, before the waiting starts. */
  readonly onWait?: (holder: LockHolder) => void
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined
}

/** The right to change the cluster and config.json. Ends with `release`, or with this process, however it ends. */
export interface Lock {
  /** Told by the process runner which tools run, so that whoever takes over after a kill -9 of us can end them. */
  readonly children: {started(pid: number): void; ended(pid: number): void}
  readonly held: boolean
  /** Doing it twice does no harm. */
  release(): void
}

const pauseMs = 200

/**
 * Takes the cluster's lock. Tools that a dead holder left running are ended first. A living holder is an RdeError RDE_BUSY
 * (exit code 5), after `waitMs` if that is given.
 */
export async function acquireLock(data: Pick<DataDirectory, 'lock'>, request: LockRequest): Promise<Lock> {
  const {waitMs = 0, onWait, signal = new AbortController().signal} = request
  let holder: LockHolder | undefined
  const look = async () => {
    const seen = await takeOrSee(data.lock, request.command)
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

async function takeOrSee(path: string, command: string): Promise<{taken: boolean; by: LockHolder}> {
  // A look without the guard is enough to see that it is held: the file is replaced as a whole.
  const holder = readHolder(path)
  if (holder && lives(holder)) return {taken: false, by: holder}
  return withFileLock(path, async () => {
    const last = readHolder(path)
    if (last && lives(last)) return {taken: false, by: last}
    await endLeftoverTools(last?.children ?? [])
    const by = {...ourselves(), command, since: new Date().toISOString(), children: []}
    writeHolder(path, by)
    return {taken: true, by}
  })
}

function ourselves(): ProcessIdentity {
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
    // Written with the next one that starts: whoever reads of it before then sees that it has ended.
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

  /** On a full disk what runs goes on: the record only helps whoever comes after a kill -9 of us, and sees us dead. */
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
      {what: 'Wait for it, or see what it does', command: `ps -fp ${pid}`},
      {what: 'Or end it', command: `kill ${pid}`},
    ],
  })
}
