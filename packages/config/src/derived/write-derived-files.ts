import {rm, stat, utimes} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'

import type {DataDirectory} from '../cluster/data-directory.js'
import {derivedFiles, derivedHeader, type DerivedFile} from './derived-files.js'
import {jsonSchema} from '../schema/json-schema.js'
import {readText} from '../files/read-text.js'
import type {RdeConfig} from '../schema/v1.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'

/** How a derived file differs from its content according to config.json. */
export interface DerivedDifference {
  readonly path: string
  readonly state: 'missing' | 'out of date' | 'left over'
}

/** What `writeDerivedFiles` would change. Writes nothing. */
export async function derivedDifferences(config: RdeConfig, data: DataDirectory): Promise<DerivedDifference[]> {
  const wanted = derivedFiles(config, data)
  const stale = await Promise.all(wanted.map(differenceOf))
  const leftOver = (await derivedOnDisk(data)).filter((path) => !wanted.some((file) => file.path === path))
  return [...stale.flat(), ...leftOver.map((path) => ({path, state: 'left over' as const}))]
}

/** Updates the derived files from the configuration and returns what it changed. Needs the lock. */
export async function writeDerivedFiles(config: RdeConfig, data: DataDirectory): Promise<DerivedDifference[]> {
  const wanted = derivedFiles(config, data)
  const differences = await derivedDifferences(config, data)
  for (const {path, state} of differences) {
    if (state === 'left over') await rm(path, {force: true})
    else await writeFileAtomically(path, wanted.find((file) => file.path === path)?.content ?? '')
  }
  if (config.kubeconfig) await markAsFresh(data.kubeconfig)
  return differences
}

/**
 * Writes the JSON Schema next to config.json, whose `$schema` refers to it, so that editors complete and check it.
 * Skipped if the file is newer than this program: generating the schema is the slowest step of an unchanged start here.
 */
export async function writeConfigSchema(data: DataDirectory): Promise<void> {
  const written = await stat(data.configSchema).catch(() => undefined)
  // Not mtime: npm sets it to 1985 when it unpacks.
  if (written !== undefined && written.mtimeMs > (await stat(fileURLToPath(import.meta.url))).ctimeMs) return
  await writeFileAtomically(data.configSchema, `${JSON.stringify(jsonSchema(), undefined, 2)}\n`)
}

/** The fast path compares only file times to decide whether kubeconfig.yaml is up to date. */
async function markAsFresh(path: string): Promise<void> {
  // One millisecond more, since a Date drops the fraction of a millisecond that config.json's time may have.
  const now = new Date(Date.now() + 1)
  await utimes(path, now, now)
}

async function differenceOf({path, content}: DerivedFile): Promise<DerivedDifference[]> {
  const found = await readText(path)
  if (found === content) return []
  return [{path, state: found === undefined ? 'missing' : 'out of date'}]
}

/** The derived files that rde wrote: a file without the header belongs to the user. */
async function derivedOnDisk({kubeconfig}: DataDirectory): Promise<string[]> {
  return (await readText(kubeconfig))?.startsWith(derivedHeader) ? [kubeconfig] : []
}
