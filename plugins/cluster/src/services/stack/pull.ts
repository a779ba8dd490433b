import {mkdir} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {formatYaml, writeFileAtomically} from '@rde/config'
import type {Session} from '@rde/plugin-kit'

import {mapSources} from '../../stack/map-sources.js'
import {placeSource} from '../../stack/place-source.js'
import {resolveSource} from '../../stack/resolve-source.js'
import {originOf} from '../../stack/source-address.js'
import type {Source} from '../../stack/source-schema.js'
import {stackJsonSchema} from '../../stack/stack-schema.js'
import {openStack} from '../../stack/stack-session.js'

export interface PullOptions {
  readonly choice?: string | undefined
  /** Made if it is missing. */
  readonly folder: string
  readonly signal: AbortSignal
  report(line: string): void
}

export interface PulledStack {
  readonly folder: string
  readonly files: readonly string[]
  readonly notes: readonly string[]
}

const header = `# yaml-language-server: $schema=./stack.schema.json
# Written by \`rde stack pull\`: a stack whose sources all lie in this folder. Start from it: rde cluster start --stack FOLDER
`

/** Brings every source of the stack, of all profiles, into a folder that `--stack` takes. Images are not among them. */
export async function pullStack(session: Session, options: PullOptions): Promise<PulledStack> {
  const {choice, signal, report} = options
  const folder = resolve(options.folder)
  const {stack, place, means} = await openStack(session, {choice, signal})
  await mkdir(folder, {recursive: true})
  const files = new Set<string>()
  const notes = new Set<string>()
  const bring = async (source: Source): Promise<Source> => {
    const resolved = await resolveSource(source, means)
    const placed = await placeSource(resolved, folder)
    // rde's own charts stay with rde.
    if (placed === resolved.source) return placed
    const name = placed.path ?? placed.file ?? ''
    if (!files.has(name)) report(`${name}  from ${originOf(source, place)}`)
    files.add(name)
    if (resolved.note !== undefined) notes.add(resolved.note)
    return placed
  }
  const local = await mapSources(stack, bring)
  await writeFileAtomically(join(folder, 'stack.yaml'), header + formatYaml(local))
  await writeFileAtomically(join(folder, 'stack.schema.json'), `${JSON.stringify(stackJsonSchema(), undefined, 2)}\n`)
  return {folder, files: [...files, 'stack.yaml', 'stack.schema.json'], notes: [...notes]}
}
