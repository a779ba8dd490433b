import {exitCodes} from '@rde/errors/exit-codes'
import {RdeError, type Remedy} from '@rde/errors/rde-error'
import {findProgram} from '@rde/process-runner/environment/find-program'

import {fetchedTool} from '../managed-tools/fetched-tool.js'
import {tools, type ToolName} from './tools.js'

export interface LocateToolOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of fetched tools: `DataDirectory.tools`. */
  readonly folder: string
}

/**
 * The path of a tool; undefined if there is none. The order: its variable (`RDE_K3D` …), a fetched tool that replaces
 * an outdated one on PATH, the one on PATH, the fetched one. An invalid path in the variable is an error: the user
 * asked for that program only. Imports only Node modules and small ones of rde: the fast path depends on this.
 */
export function locateTool(name: ToolName, {env, folder}: LocateToolOptions): string | undefined {
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

/** The remedy if the program in a variable cannot be used: installing another one would not help. */
export function useDefault(variable: string): Remedy {
  return {what: 'Use the default program', command: `unset ${variable}`}
}
