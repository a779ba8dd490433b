import {existsSync, readFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'

/** The packages that went into the bundle, in the order of their names: folder and manifest of each. Ours are not among them. */
export function bundledPackages(inputs) {
  const foreign = inputs.filter((path) => path.includes('node_modules/'))
  const folders = new Set(foreign.map((path) => packageFolder(dirname(resolve(path)))))
  const packages = [...folders].map((folder) => ({folder, manifest: readManifest(folder)}))
  // npm may have put the same version of one into several places.
  const once = new Map(packages.map((one) => [`${one.manifest.name}@${one.manifest.version}`, one]))
  return [...once.values()].sort((a, b) => a.manifest.name.localeCompare(b.manifest.name))
}

/** Some packages have a package.json in a folder of theirs too, which only says how its files are to be read. */
function packageFolder(folder) {
  const path = join(folder, 'package.json')
  return existsSync(path) && readManifest(folder).version !== undefined ? folder : packageFolder(dirname(folder))
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
