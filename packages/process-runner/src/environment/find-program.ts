import {accessSync, constants, statSync} from 'node:fs'
import {delimiter, join} from 'node:path'

/** The path of a program on PATH, or `name` itself if it is a path; undefined if there is no such program. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  if (name.includes('/')) return isProgram(name) ? name : undefined
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
