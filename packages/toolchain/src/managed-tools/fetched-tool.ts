import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner/environment/find-program'

import managedTools from './managed-tools.json' with {type: 'json'}

/** A tool that rde can fetch. managed-tools.json has its version, URL and checksums. */
export type ManagedTool = keyof typeof managedTools

export const managedToolNames = Object.keys(managedTools) as ManagedTool[]

export function isManaged(name: string): name is ManagedTool {
  return name in managedTools
}

/** Where rde keeps a fetched tool. `folder`: `DataDirectory.tools`. */
export function fetchedToolFolder(name: ManagedTool, folder: string): string {
  return join(folder, name, managedTools[name].version)
}

/**
 * The path of the fetched tool, if rde should use it: there is none on PATH, or only the one that was too old. Imports
 * only Node modules: the fast path depends on this.
 */
export function fetchedTool(name: string, folder: string, onPath: string | undefined): string | undefined {
  if (!isManaged(name)) return undefined
  const own = fetchedToolFolder(name, folder)
  const program = findProgram(join(own, name))
  return program !== undefined && (onPath === undefined || wasTooOld(onPath, own)) ? program : undefined
}

/** Stored beside a fetched tool: the outdated program on PATH that it replaces. An unchanged file is still outdated. */
export const replacedProgram = 'instead-of.json'

/** Identifies the state of a program file. */
export function fileState(path: string): {path: string; size: number; mtimeMs: number} {
  const {size, mtimeMs} = statSync(path)
  return {path, size, mtimeMs}
}

function wasTooOld(onPath: string, own: string): boolean {
  try {
    return readFileSync(join(own, replacedProgram), 'utf8') === JSON.stringify(fileState(onPath))
  } catch {
    return false
  }
}
