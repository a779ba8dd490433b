import {existsSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * A file that is read at run time, next to a package.json: that of its package in the sources, that of rde in the
 * bundle, where the build copies it (scripts/build/bundle.mjs). `module` is the caller's `import.meta.url`.
 */
export function shippedFile(name: string, module: string): string {
  let folder = dirname(fileURLToPath(module))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return join(folder, name)
}
