import {stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {fileFailed} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {shippedFile} from '@rde/config/files/shipped-file'

import {absentStack} from './stack-errors.js'

/** Where a stack comes from. */
export interface StackPlace {
  /** The stack file. */
  readonly file: string
  /** What the paths in it start from. */
  readonly folder: string
  /** Whether the folder holds everything: nothing is downloaded then. */
  readonly complete: boolean
}

/** rde's own stack, with its charts. */
export const builtinFolder = shippedFile('stack', import.meta.url)

const stackFile = 'stack.yaml'

/** `choice`: undefined for rde's own stack, a stack file, or a folder that holds everything, with or without a stack file. */
export async function findStack(choice: string | undefined): Promise<StackPlace> {
  const builtin = {file: join(builtinFolder, stackFile), folder: builtinFolder, complete: false}
  if (choice === undefined) return builtin
  const path = resolve(choice)
  const found = await stat(path).catch(() => undefined)
  if (!found) throw absentStack(path)
  if (!found.isDirectory()) return {file: path, folder: resolve(path, '..'), complete: false}
  const own = join(path, stackFile)
  const hasOwn = await stat(own).then(Boolean, () => false)
  return {file: hasOwn ? own : builtin.file, folder: path, complete: true}
}

export async function readStackFile({file}: Pick<StackPlace, 'file'>): Promise<string> {
  const bytes = await readAtMost(file, 4 * 1024 * 1024).catch((error: unknown) => {
    throw fileFailed('read', file, error)
  })
  return bytes.toString()
}
