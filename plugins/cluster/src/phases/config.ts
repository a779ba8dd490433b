import {homedir} from 'node:os'

import type {Phase} from '@rde/plugin-kit'

/** config.json and what is derived from it. */
export const config: Phase = {
  id: 'config',
  title: 'Configuration',
  after: ['preflight'],

  async run({updateConfig, data}) {
    await updateConfig((unchanged) => unchanged)
    return {changed: false, detail: atHome(data.config)}
  },
}

/** As a shell would take it, and short enough for a row. */
function atHome(path: string): string {
  const home = `${homedir()}/`
  return path.startsWith(home) ? `~/${path.slice(home.length)}` : path
}
