import {existsSync, readdirSync} from 'node:fs'
import {join} from 'node:path'

/** The folders of all packages that have sources. */
export function builtPackages(root) {
  return ['packages', 'plugins']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((folder) => existsSync(join(folder, 'src')) && existsSync(join(folder, 'tsconfig.json')))
}

/** Compiled files whose source is gone. */
export function orphans(folder) {
  const sources = sourceNames(folder)
  return files(join(folder, 'dist'))
    .filter((name) => /\.(js|js\.map|d\.ts|d\.ts\.map)$/.test(name))
    .filter((name) => !sources.has(name.replace(/\.(js|d\.ts)(\.map)?$/, '')))
    .map((name) => join(folder, 'dist', name))
}

/** Whether a source has no compiled file. */
export function lacksOutput(folder) {
  const built = new Set(files(join(folder, 'dist')))
  return [...sourceNames(folder)].some((name) => !built.has(`${name}.js`))
}

function sourceNames(folder) {
  const names = files(join(folder, 'src')).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  return new Set(names.map((name) => name.replace(/\.ts$/, '')))
}

function files(folder) {
  return existsSync(folder) ? readdirSync(folder, {recursive: true}).map(String) : []
}
