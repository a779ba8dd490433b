// node scripts/build/list-commands.mjs FOLDER: what oclif would load every command for at each call of rde, written to
// oclif.manifest.json. A process of its own: it loads what was just built.
import {renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {Plugin} from '@oclif/core'

const [root] = process.argv.slice(2)
// Not by Config.load, which would read the list of the build before.
const plugin = new Plugin({root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true})
await plugin.load()
const path = join(root, 'oclif.manifest.json')
writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(plugin.manifest)}\n`)
renameSync(`${path}.${process.pid}`, path)
