import {readFileSync, renameSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

import type {ProcessIdentity} from '@rde/process-runner/environment/process-identity'

import {fileFailed} from '../store/config-errors.js'
import {makeFolder, privateMode} from '../files/make-folder.js'

/** The process that holds the cluster's lock. */
export interface LockHolder extends ProcessIdentity {
  /** What the user typed, without values that might be secrets. */
  readonly command: string
  readonly since: string
  /** The tools that it is running. */
  readonly children: readonly ProcessIdentity[]
}

/** The holder in the file, dead or alive; undefined if there is none, or if the file is not a valid record. */
export function readHolder(path: string): LockHolder | undefined {
  try {
    const {holder} = JSON.parse(readFileSync(path, 'utf8')) as {holder?: unknown}
    return isHolder(holder) ? holder : undefined
  } catch {
    return undefined
  }
}

/** Synchronous: a tool must be recorded before any other code runs, or a kill -9 in between would lose it. */
export function writeHolder(path: string, holder: LockHolder | undefined): void {
  const temporary = join(dirname(path), `.lock-${process.pid}.tmp`)
  try {
    makeFolder(dirname(path), privateMode)
    writeFileSync(temporary, `${JSON.stringify({holder: holder ?? null}, undefined, 2)}\n`, {mode: 0o600})
    renameSync(temporary, path)
  } catch (error) {
    throw fileFailed('write', path, error)
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (!isIdentity(value)) return false
  const {command, since, children} = value as Partial<LockHolder>
  return (
    typeof command === 'string' && typeof since === 'string' && Array.isArray(children) && children.every(isIdentity)
  )
}

function isIdentity(value: unknown): value is ProcessIdentity {
  const {pid, startTime} = (value ?? {}) as Partial<ProcessIdentity>
  return Number.isInteger(pid) && Number(pid) > 1 && typeof startTime === 'string'
}
