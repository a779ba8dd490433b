import {copyFile, cp, stat} from 'node:fs/promises'
import {basename, join, relative, resolve} from 'node:path'

import {builtinFolder} from './find-stack.js'
import type {ResolvedSource} from './resolve-source.js'
import type {Source} from './source-schema.js'
import {withoutKey} from './without-key.js'

/** Copies a source into a folder; resolves with the source as it is found there. rde's own charts stay with rde. */
export async function placeSource({source, path, sha256}: ResolvedSource, folder: string): Promise<Source> {
  if (isWithin(builtinFolder, path)) return source
  const rest = withoutKey(source, 'path')
  if ((await stat(path)).isDirectory()) {
    const place = `charts/${basename(path)}`
    if (resolve(path) !== join(folder, place)) await cp(path, join(folder, place), {recursive: true})
    return {...rest, path: place, sha256} as Source
  }
  const file = source.file ?? basename(path)
  if (resolve(path) !== join(folder, file)) await copyFile(path, join(folder, file))
  return {...rest, file, sha256} as Source
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return !way.startsWith('..') && way !== resolve(path)
}
