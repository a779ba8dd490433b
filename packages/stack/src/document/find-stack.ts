import {stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'

import {fileFailed} from '@rde/config/store/config-errors'
import {readAtMost} from '@rde/config/files/read-at-most'
import {shippedFile} from '@rde/config/files/shipped-file'

import {absentStack} from './stack-errors.js'

/** The location of a stack. */
export interface StackLocation {
  /** The stack file. */
  readonly file: string
  /** The folder that paths in the stack file are relative to. */
  readonly folder: string
  /** Whether the folder contains all sources: then nothing is downloaded. */
  readonly complete: boolean
}

/** rde's own stack, with its charts. */
export const builtinFolder = shippedFile('stack', import.meta.url)

const stackFile = 'stack.yaml'

/** `choice`: a stack file, or a folder with all sources, with or without a stack file; rde's own stack by default. */
export async function findStack(choice: string | undefined): Promise<StackLocation> {
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

export async function readStackFile({file}: Pick<StackLocation, 'file'>): Promise<string> {
  const bytes = await readAtMost(file, 4 * 1024 * 1024).catch((error: unknown) => {
    throw fileFailed('read', file, error)
  })
  return bytes.toString()
}
