import {existsSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {readConfig, readText, writeFileAtomically, type ConfigStore, type RdeConfig} from '@rde/config'
import type {ProcessRunner} from '@rde/process-runner'

import {impact, type Needs} from './change-setting.js'
import type {ConfigPlace} from './config-place.js'
import {editorFailed, notTaken} from './edit-errors.js'
import {withStore} from './with-store.js'

export interface EditRequest {
  /** A command line of a shell: `code --wait`. */
  readonly editor: string
  readonly runner: Pick<ProcessRunner, 'passthrough'>
  /** A copy that an earlier edit left behind, to go on with. */
  readonly from?: string | undefined
}

export interface EditedConfig {
  readonly path: string
  readonly changed: boolean
  readonly needs: Needs
  readonly recreate: readonly string[]
}

/**
 * Opens a copy of config.json, valid or not, and takes it over when it is valid. The lock is held meanwhile: nothing that
 * was typed is lost, and nothing that rde writes. A copy with problems is kept, and the error says where.
 */
export function editConfig(place: ConfigPlace, request: EditRequest): Promise<EditedConfig> {
  const {data} = place
  return withStore(place, 'rde config edit', async (store) => {
    if (!existsSync(data.config)) await store.readOrCreate()
    const before = (await readText(data.config)) ?? ''
    const valid = await readConfig(data).catch(() => undefined)
    // Beside config.json, so that the editor finds the schema that both refer to.
    const copy = resolve(request.from ?? join(data.cluster, `config.edit-${process.pid}.json`))
    if (request.from === undefined) await writeFileAtomically(copy, before)
    await openEditor(request, copy, before)
    const after = await takeOver(store, copy, before)
    await rm(copy, {force: true})
    const unchanged = after === undefined || valid === undefined
    return {
      path: data.config,
      changed: after !== undefined,
      ...(unchanged ? {needs: 'nothing', recreate: []} : impact(valid, after)),
    }
  })
}

async function openEditor({editor, runner}: EditRequest, copy: string, before: string): Promise<void> {
  // The shell reads the editor's words, quotes included, as git does; the path it gets as a word of its own.
  const exitCode = await runner.passthrough({file: 'sh', args: ['-c', `${editor} "$1"`, editor, copy]})
  if (exitCode === 0) return
  const typed = (await readText(copy)) !== before
  if (!typed) await rm(copy, {force: true})
  throw editorFailed({editor, exitCode, copy: typed ? copy : undefined})
}

/** Undefined if nothing was typed. */
async function takeOver(store: ConfigStore, copy: string, before: string): Promise<RdeConfig | undefined> {
  const text = await readText(copy)
  if (text === undefined || text === before) return undefined
  try {
    return await store.replace({text, before, from: copy})
  } catch (error) {
    throw notTaken(error, copy)
  }
}
