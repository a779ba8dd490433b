import {existsSync, readdirSync} from 'node:fs'
import {dirname, join} from 'node:path'

/** The TypeScript sources of all packages and plugins, as paths in the repository, in a fixed order. */
export function ourSources(root) {
  const homes = ['packages', 'plugins']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)))
    .filter((home) => existsSync(join(root, home, 'src')))
  return homes.flatMap((home) => {
    const files = readdirSync(join(root, home, 'src'), {recursive: true, encoding: 'utf8'})
    return files
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .map((file) => join(home, 'src', file))
  })
}

/** The file that an import in `from` refers to, if it is one of ours: of a package, or by relative path. */
export function importedFile(name, from) {
  if (name.startsWith('.')) return join(dirname(from), name).replace(/\.js$/, '.ts')
  const [, plugin, folder, inner] = /^@rde\/(plugin-(?!kit))?([^/]+)(?:\/(.*))?$/.exec(name) ?? []
  return folder && `${plugin ? 'plugins' : 'packages'}/${folder}/src/${inner ?? 'index'}.ts`
}
