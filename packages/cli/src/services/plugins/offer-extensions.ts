import {existsSync} from 'node:fs'

import type {Config} from '@oclif/core/interfaces'
import {offeredExtensions} from '@rde/config/store/new-config'
import {asTypedIn} from '@rde/errors'
import {askYesNo, hasTerminal} from '@rde/plugin-kit'
import {openSession} from '@rde/plugin-kit/session/session'

import {installedExtensions} from './installed-extensions.js'

/** Offers the extensions in the team's defaults.json: once, at the first start on a machine. */
export async function offerExtensions(config: Config, argv: readonly string[]): Promise<void> {
  const {data} = openSession()
  if (existsSync(data.config)) return
  const installed = await installedExtensions(data)
  const missing = (await offeredExtensions(data)).filter(
    (word) => !installed.some(({name, url}) => url === word || name === word.replace(/(?<!^)@[^/]*$/, '')),
  )
  for (const word of missing) {
    if (hasTerminal() && !argv.includes('--json')) {
      if (await askYesNo(`Your team's defaults.json lists the extension ${word}. Install it?`))
        await config.runCommand('plugins:install', [word, '--yes'])
    } else {
      const missingOne = `defaults.json lists an extension that is not installed: rde plugins install ${word}`
      process.stderr.write(`${asTypedIn(missingOne)}\n`)
    }
  }
}
