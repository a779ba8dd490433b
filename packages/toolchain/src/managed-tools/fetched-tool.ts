import {readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'

import {findProgram} from '@rde/process-runner/environment/find-program'

import managedTools from './managed-tools.json' with {type: 'json'}

/** A tool that rde can fetch. Which version, from where, with which sums: managed-tools.json. */
export type ManagedTool = keyof typeof managedTools

export const managedToolNames = Object.keys(managedTools) as ManagedTool[]

export function isManaged(name: string): name is ManagedTool {
  return name in managedTools
}

/** Where rde keeps the tool once it is fetched. `folder`: `DataDirectory.tools`. */
export function fetchedToolFolder(name: ManagedTool, folder: string): string {
  return join(folder, name, managedTools[name].version)
}

/**
 * The tool that rde fetched, if it has and is to use it: there is none on PATH, or only the one that was too old. Loads
 * nothing but Node: the fast path depends on it.
 */
export function fetchedTool(name: string, folder: string, onPath: string | undefined): string | undefined {
  if (!isManaged(name)) return undefined
  const own = fetchedToolFolder(name, folder)
  const program = findProgram(join(own, name))
  return program !== undefined && (onPath === undefined || wasTooOld(onPath, own)) ? program : undefined
}

/** Beside a fetched tool: the program on PATH that was too old then. As long as it is the same file, it still is. */
export const replacedProgram = 'instead-of.json'

/** How one state of a program file is told from another. */
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
