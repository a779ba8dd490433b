// node scripts/build/list-commands.mjs FOLDER: what oclif would load every command for at each call of rde, written to
// oclif.manifest.json. A process of its own: it loads what was just built.
import {renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {Config} from '@oclif/core'

const [root] = process.argv.slice(2)
const config = await Config.load({root, userPlugins: false, devPlugins: false, ignoreManifest: true})
const plugin = config.plugins.get(config.pjson.name)
const path = join(root, 'oclif.manifest.json')
writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(plugin.manifest)}\n`)
renameSync(`${path}.${process.pid}`, path)
