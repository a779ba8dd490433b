import {closeSync, openSync, readSync, realpathSync, statSync} from 'node:fs'
import {basename} from 'node:path'

import {readText, updateFile} from '@rde/config'
import {isRdeError} from '@rde/errors'

interface Entry {
  readonly mtimeMs: number
  readonly size: number
  readonly version: string
}

/** Caches the versions of program files: starting kubectl or helm takes 50 to 100 ms. */
export class VersionCache {
  #known: Promise<Map<string, Entry>> | undefined
  readonly #added = new Map<string, Entry>()

  constructor(private readonly file: string) {}

  /** The cached version of the program at that path; undefined if the file has changed. */
  async get(path: string): Promise<string | undefined> {
    this.#known ??= readText(this.file).then(parseEntries, () => new Map())
    const entry = this.#added.get(path) ?? (await this.#known).get(path)
    const now = statSync(path, {throwIfNoEntry: false})
    return entry?.mtimeMs === now?.mtimeMs && entry?.size === now?.size ? entry?.version : undefined
  }

  async remember(path: string, version: string): Promise<void> {
    if (isShim(path)) return
    const {mtimeMs, size} = statSync(path)
    this.#added.set(path, {mtimeMs, size, version})
  }

  /** Adds the new versions to the file. A failure only costs time in the next command. */
  async save(): Promise<void> {
    if (this.#added.size === 0) return
    const merged = (before?: string) => JSON.stringify(Object.fromEntries([...parseEntries(before), ...this.#added]))
    await updateFile(this.file, merged).catch((error: unknown) => {
      if (!isRdeError(error)) throw error
    })
  }
}

function parseEntries(text: string | undefined): Map<string, Entry> {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}')
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
 * The shims of asdf (scripts) and mise (links to one program) do not change with the version that they run, so their
 * version cannot be cached.
 */
function isShim(path: string): boolean {
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
