import {existsSync} from 'node:fs'
import {rm} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {readConfig, readText, writeFileAtomically, type ConfigStore, type RdeConfig} from '@rde/config'
import {isRdeError, RdeError, type Remedy} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'
import {commandLine} from '@rde/process-runner/masking/command-line'

import {changedSettings, explainUnused} from '../../providers/settings.js'
import {impact, type Needs} from './change-setting.js'
import {type ConfigContext, withStore} from './open-config.js'

export interface EditRequest {
  /** A shell command line: `code --wait`. */
  readonly editor: string
  readonly runner: Pick<ProcessRunner, 'passthrough'>
  /** The copy that an earlier edit kept, to continue with. */
  readonly from?: string | undefined
}

export interface EditedConfig {
  readonly path: string
  readonly changed: boolean
  readonly needs: Needs
  readonly recreate: readonly string[]
  /** A message about changed settings that have no effect on the cluster. */
  readonly unused: string | undefined
}

/**
 * Opens a copy of config.json, valid or not, in the editor, and saves it if it is valid. Holds the lock meanwhile, so
 * that neither the user's changes nor those of rde are lost. A copy with problems is kept, and the error names its
 * path.
 */
export function editConfig(context: ConfigContext, request: EditRequest): Promise<EditedConfig> {
  const {data} = context
  return withStore(context, 'rde config edit', async (store) => {
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
      ...(unchanged ? nothingToDo : {...impact(valid, after), unused: unusedOf(valid, after, context)}),
    }
  })
}

const nothingToDo = {needs: 'nothing', recreate: [], unused: undefined} as const

function unusedOf(before: RdeConfig, after: RdeConfig, {identity: {name}}: ConfigContext): string | undefined {
  return explainUnused(changedSettings(before, after), {config: after, name})
}

async function openEditor({editor, runner}: EditRequest, copy: string, before: string): Promise<void> {
  // As in git, the shell parses the editor's command line, and gets the path as a separate argument.
  const exitCode = await runner.passthrough({file: 'sh', args: ['-c', `${editor} "$1"`, editor, copy]})
  if (exitCode === 0) return
  const typed = (await readText(copy)) !== before
  if (!typed) await rm(copy, {force: true})
  throw editorFailed({editor, exitCode, copy: typed ? copy : undefined})
}

/** Saves the edited copy. Undefined if it is unchanged. */
async function takeOver(store: ConfigStore, copy: string, before: string): Promise<RdeConfig | undefined> {
  const text = await readText(copy)
  if (text === undefined || text === before) return undefined
  try {
    return await store.replace({text, before, from: copy})
  } catch (error) {
    throw notTaken(error, copy)
  }
}

/** `copy`: the path of the edited text, if it was changed. */
export function editorFailed(end: {editor: string; exitCode: number; copy: string | undefined}): RdeError {
  const {editor, exitCode, copy} = end
  return new RdeError(`The editor \`${editor}\` ended with exit code ${exitCode}.`, {
    code: 'RDE_EDITOR_FAILED',
    remedies: [
      ...(copy === undefined ? [] : [continueEditing(copy)]),
      {what: 'Use another editor', command: 'EDITOR=vi rde config edit'},
    ],
    outcome: outcome(copy),
  })
}

export function noEditor(): RdeError {
  return new RdeError('config.json can only be edited on a terminal.', {
    code: 'RDE_NO_TERMINAL',
    exitCode: 2,
    remedies: [
      {what: 'Change one setting', command: 'rde config set KEY VALUE'},
      {what: 'Or use an editor that needs no terminal', command: "EDITOR='code --wait' rde config edit"},
    ],
  })
}

/** The same error, with the path of the user's text. */
export function notTaken(error: unknown, copy: string): unknown {
  if (!isRdeError(error)) return error
  const {message, code, oclif} = error
  return new RdeError(message, {code, exitCode: oclif.exit, remedies: [continueEditing(copy)], outcome: outcome(copy)})
}

function continueEditing(copy: string): Remedy {
  return {
    what: 'Continue with your text',
    command: commandLine({file: 'rde', args: ['config', 'edit', '--from', copy]}),
  }
}

function outcome(copy: string | undefined): string {
  return copy === undefined ? 'config.json is unchanged.' : `config.json is unchanged; your text is in ${copy}.`
}

/** The user's editor, else vi if there is a terminal. */
export function chosenEditor(env: Readonly<Record<string, string | undefined>>, terminal: boolean): string {
  const chosen = env['VISUAL'] || env['EDITOR']
  if (chosen) return chosen
  if (!terminal) throw noEditor()
  return 'vi'
}
