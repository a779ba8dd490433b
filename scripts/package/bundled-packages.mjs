import {existsSync, readFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'

/** The third-party packages in the bundle, sorted by name: folder and manifest of each. */
export function bundledPackages(inputs) {
  const foreign = inputs.filter((path) => path.includes('node_modules/'))
  const folders = new Set(foreign.map((path) => packageFolder(dirname(resolve(path)))))
  const packages = [...folders].map((folder) => ({folder, manifest: readManifest(folder)}))
  // npm may have installed the same version in several folders.
  const once = new Map(packages.map((one) => [`${one.manifest.name}@${one.manifest.version}`, one]))
  return [...once.values()].sort((a, b) => a.manifest.name.localeCompare(b.manifest.name))
}

/** Some packages have another package.json in a subfolder, which only sets the module type. */
function packageFolder(folder) {
  const path = join(folder, 'package.json')
  return existsSync(path) && readManifest(folder).version !== undefined ? folder : packageFolder(dirname(folder))
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
