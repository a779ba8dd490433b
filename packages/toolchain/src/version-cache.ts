import {closeSync, openSync, readSync, realpathSync, statSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {basename} from 'node:path'

import {writeFileAtomically} from '@rde/config'
import {isRdeError} from '@rde/errors'

interface Entry {
  readonly mtimeMs: number
  readonly size: number
  readonly version: string
}

/** Remembers which version a program file is, so that it is asked once: a start of kubectl or helm takes 50 to 100 ms. */
export class VersionCache {
  #entries: Map<string, Entry> | undefined
  #changed = false

  constructor(private readonly file: string) {}

  /** The version of the program at that path, unless the file is another than the one that was remembered. */
  async get(path: string): Promise<string | undefined> {
    const entry = (await this.#read()).get(path)
    const now = statSync(path, {throwIfNoEntry: false})
    return entry?.mtimeMs === now?.mtimeMs && entry?.size === now?.size ? entry?.version : undefined
  }

  async remember(path: string, version: string): Promise<void> {
    const entries = await this.#read()
    if (standsForAnother(path)) return
    const {mtimeMs, size} = statSync(path)
    entries.set(path, {mtimeMs, size, version})
    this.#changed = true
  }

  /** Writes what was learnt. Failing to do so costs time at the next command, so it is nobody's error. */
  async save(): Promise<void> {
    if (!this.#changed) return
    try {
      await writeFileAtomically(this.file, JSON.stringify(Object.fromEntries(await this.#read())))
    } catch (error) {
      if (!isRdeError(error)) throw error
    }
  }

  async #read(): Promise<Map<string, Entry>> {
    this.#entries ??= await readEntries(this.file)
    return this.#entries
  }
}

async function readEntries(file: string): Promise<Map<string, Entry>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(file, 'utf8'))
    return new Map(Object.entries(parsed as object).filter(([, entry]) => isEntry(entry)))
  } catch {
    return new Map()
  }
}

function isEntry(value: unknown): value is Entry {
  const {mtimeMs, size, version} = (value ?? {}) as Record<string, unknown>
  return typeof mtimeMs === 'number' && typeof size === 'number' && typeof version === 'string'
}

/**
 * The shims of asdf (scripts) and mise (links to one program) stay as they are when the version behind them changes, so
 * such a file says nothing about the version.
 */
function standsForAnother(path: string): boolean {
  return !basename(realpathSync(path)).startsWith(basename(path)) || isScript(path)
}

function isScript(path: string): boolean {
  const start = Buffer.alloc(2)
  const file = openSync(path, 'r')
  try {
    readSync(file, start)
    return start.toString() === '#!'
  } finally {
    closeSync(file)
  }
}
