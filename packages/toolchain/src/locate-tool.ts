import {join} from 'node:path'

import {exitCodes} from '@rde/errors/exit-codes'
import {RdeError} from '@rde/errors/rde-error'
import {findProgram} from '@rde/process-runner/find-program'

import {tools, type ToolName} from './tools.js'

export interface ToolPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of the tools that rde fetched: `DataDirectory.tools`. */
  readonly folder: string
}

/**
 * The path of a tool: what its variable (`RDE_K3D` …) names, else the one on PATH, else the one that rde fetched;
 * undefined if there is none. A variable that names no program is an error: the user meant that one and no other.
 * Loads nothing but Node: the fast path depends on it.
 */
export function locateTool(name: ToolName, {env, folder}: ToolPlaces): string | undefined {
  const {variable} = tools[name]
  const wanted = env[variable]
  if (wanted) return findProgram(wanted, env['PATH'] ?? '') ?? refuse(variable, wanted)
  return findProgram(name, env['PATH'] ?? '') ?? findProgram(join(folder, name))
}

function refuse(variable: string, value: string): never {
  throw new RdeError(`${variable} is "${value}", which is no program that can be run.`, {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    remedies: [{what: 'Use the usual program', command: `unset ${variable}`}],
  })
}
