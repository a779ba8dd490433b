import {readdir} from 'node:fs/promises'
import {dirname} from 'node:path'

import type {DataDirectory} from '../cluster/data-directory.js'
import {readText} from '../files/read-text.js'
import {writeFileAtomically} from '../files/write-file-atomically.js'
import {formatYaml, parseYaml} from '../documents/yaml.js'

type Values = Readonly<Record<string, unknown>>

/** Writes the values of a release for Helm (from the stack and config.json). Returns whether the file changed. */
export async function writeReleaseValues(release: string, values: Values, data: DataDirectory): Promise<boolean> {
  const header = `# Made from the stack and config.json; rde rewrites it. Change it there: rde config edit (helm.values.${release})`
  const text = `${header}\n${formatYaml(values)}`
  const path = data.values(release)
  if ((await readText(path)) === text) return false
  await writeFileAtomically(path, text)
  return true
}

/** The last values for Helm, by release. */
export async function readReleaseValues(data: DataDirectory): Promise<Map<string, Values>> {
  const names = await readdir(dirname(data.values('any'))).catch(() => [])
  const releases = names.filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -'.yaml'.length))
  const read = async (release: string) => [release, asValues((await readText(data.values(release))) ?? '')] as const
  return new Map(await Promise.all(releases.map(read)))
}

/** A broken file counts as missing: the next start writes it again. */
function asValues(text: string): Values {
  try {
    return (parseYaml(text) ?? {}) as Values
  } catch {
    return {}
  }
}
