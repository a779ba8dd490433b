// node scripts/prepare/manifests.mjs: what oclif would load every command for at each call of rde, written down for each
// plugin in oclif.manifest.json. A process of its own: it loads what was just compiled.
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

import {Config} from '@oclif/core'

const root = fileURLToPath(new URL('../../packages/cli', import.meta.url))

const config = await Config.load({root, userPlugins: false, devPlugins: false, ignoreManifest: true})
for (const plugin of config.plugins.values()) {
  if (!plugin.name.startsWith('@rde/') && plugin.root !== root) continue
  writeFileSync(join(plugin.root, 'oclif.manifest.json'), `${JSON.stringify(plugin.manifest, undefined, 2)}\n`)
}
