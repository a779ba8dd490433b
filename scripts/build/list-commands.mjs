// node scripts/build/list-commands.mjs FOLDER: writes oclif.manifest.json, without which oclif would load every command
// at each call of rde. Runs as a separate process, since it loads the new build.
import {renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {Plugin} from '@oclif/core'

const [root] = process.argv.slice(2)
// Not with Config.load, which would read the manifest of the previous build.
const plugin = new Plugin({root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true})
await plugin.load()
const path = join(root, 'oclif.manifest.json')
writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(plugin.manifest)}\n`)
renameSync(`${path}.${process.pid}`, path)
