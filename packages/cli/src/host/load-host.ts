import {Config} from '@oclif/core/config'
import {settings} from '@oclif/core/settings'
import type {DataDirectory} from '@rde/config/cluster/data-directory'
import {isRdeError, RdeError} from '@rde/errors'
import {endWithin} from '@rde/plugin-kit/extensions/end-within'

import {installedExtensions} from '../services/plugins/installed-extensions.js'

export interface HostOptions {
  readonly words: readonly string[]
  /** A file of the package that oclif must find. */
  readonly root: string
  readonly data: Pick<DataDirectory, 'extensions'>
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Commands that need no extension, and must work even if one is broken. */
const alone = [
  ['cluster', 'stop'],
  ['cluster', 'delete'],
  ['cluster', 'status'],
  ['cluster', 'logs'],
  ['plugins', 'uninstall'],
  ['plugins', 'unlink'],
  ['plugins', 'remove'],
  ['plugins', 'reset'],
  ['stop'],
  ['status'],
] as const

/** Loading the code of extensions takes some milliseconds; on a busy machine seconds. */
const loadMs = 20_000

/** Loads the commands of rde, and those of extensions if the command needs them. */
export async function loadHost({words, root, data, env = process.env}: HostOptions): Promise<Config> {
  const userPlugins = wantsExtensions(words, env)
  // A linked extension is not transpiled; oclif would warn about that at every call.
  settings.enableAutoTranspile = false
  const load = () => Config.load({root, userPlugins})
  return endWithin(loadMs, 'Loading the extensions', load).catch(async (error: unknown) => {
    if (!isRdeError(error) || !userPlugins) throw error
    throw unloadable((await installedExtensions(data)).map(({name}) => name))
  })
}

export function wantsExtensions(words: readonly string[], env: HostOptions['env'] = {}): boolean {
  if (env['RDE_PLUGINS'] === 'off') return false
  return !alone.some((command) => command.every((word, index) => words[index] === word))
}

/** The broken one is unknown: extensions are loaded concurrently. */
function unloadable(names: readonly string[]): RdeError {
  const which = names.length === 1 ? `The extension ${names[0]}` : `One of the extensions ${names.join(', ')}`
  return new RdeError(`${which} does not finish loading.`, {
    code: 'RDE_PLUGIN_BROKEN',
    remedies: [
      ...names.map((name) => ({what: 'Remove it', command: `rde plugins uninstall ${name}`})),
      {what: 'Or start without any', command: 'RDE_PLUGINS=off rde cluster start'},
    ],
  })
}
