import {exitCodes} from '@rde/errors/exit-codes'
import {RdeError, type Remedy} from '@rde/errors/rde-error'
import {findProgram} from '@rde/process-runner/environment/find-program'

import {fetchedTool} from '../managed-tools/fetched-tool.js'
import {tools, type ToolName} from './tools.js'

export interface ToolPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of the tools that rde fetched: `DataDirectory.tools`. */
  readonly folder: string
}

/**
 * The path of a tool: what its variable (`RDE_K3D` …) names, else the one on PATH, unless that is too old and rde fetched
 * another, else the fetched one; undefined if there is none. A variable that names no program is an error: the user meant that one and no other.
 * Loads nothing but Node: the fast path depends on it.
 */
export function locateTool(name: ToolName, {env, folder}: ToolPlaces): string | undefined {
  const {variable} = tools[name]
  const wanted = env[variable]
  if (wanted) return findProgram(wanted, env['PATH'] ?? '') ?? refuse(variable, wanted)
  const onPath = findProgram(name, env['PATH'] ?? '')
  return fetchedTool(name, folder, onPath) ?? onPath
}

function refuse(variable: string, value: string): never {
  throw new RdeError(`${variable} is "${value}", which is not an executable file.`, {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    remedies: [useDefault(variable)],
  })
}

/** Whoever named a program by a variable is helped by no other one. */
export function useDefault(variable: string): Remedy {
  return {what: 'Use the default program', command: `unset ${variable}`}
}
