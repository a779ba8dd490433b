import {homedir} from 'node:os'

import type {Phase} from '@rde/plugin-kit'

import type {ExtensionSections} from '../extensions.js'

/** config.json, the sections of extensions in it, and what is derived from it. */
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

/** As a shell would take it, and short enough for a row. */
function atHome(path: string): string {
  const home = `${homedir()}/`
  return path.startsWith(home) ? `~/${path.slice(home.length)}` : path
}
