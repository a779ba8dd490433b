import {homedir} from 'node:os'

import type {Phase} from '@rde/plugin-kit'

import type {ExtensionSections} from '../extensions.js'

/** Writes config.json with the sections of extensions, and the files derived from it. */
export function config(sections: ExtensionSections): Phase {
  return {
    id: 'config',
    title: 'Configuration',
    after: ['preflight'],

    async run({config, updateConfig, data}) {
      sections.check(config(), data.config)
      await updateConfig((found) => sections.complete(found))
      return {changed: false, detail: atHome(data.config)}
    },
  }
}

/** The path with `~`, as in a shell, to fit in a row. */
function atHome(path: string): string {
  const home = `${homedir()}/`
  return path.startsWith(home) ? `~/${path.slice(home.length)}` : path
}
