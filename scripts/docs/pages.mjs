import {fileURLToPath} from 'node:url'

import prettier from 'prettier'

import {codesPage, troubleshootingPage} from './codes.mjs'
import {commandsPage} from './commands.mjs'
import {settingsPage} from './settings.mjs'

export const folder = fileURLToPath(new URL('../../docs/reference', import.meta.url))

/** The pages of docs/reference by name, generated from the built rde and its source. */
export async function pages() {
  const made = {
    'commands.md': await commandsPage(),
    'settings.md': settingsPage(),
    'codes.md': codesPage(),
    'troubleshooting.md': troubleshootingPage(),
  }
  const options = {...(await prettier.resolveConfig(`${folder}/any.md`)), parser: 'markdown'}
  const formatted = Object.entries(made).map(async ([name, text]) => [name, await prettier.format(text, options)])
  return Object.fromEntries(await Promise.all(formatted))
}
