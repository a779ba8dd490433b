import {exitCodes} from '@rde/errors/exit-codes'
import {isRdeError, RdeError} from '@rde/errors/rde-error'

import {locateTool, type LocateToolOptions} from './locate-tool.js'
import {isManaged} from '../managed-tools/fetched-tool.js'
import {installCommand, tools} from './tools.js'

/** The tools that run on rde's cluster with the user's arguments. */
export type PassthroughTool = 'kubectl' | 'helm' | 'relay'

/** The path of the tool. A missing tool has a shell's exit code (127), since the tool's own codes mean other things. */
export function findPassthroughTool(name: PassthroughTool, options: LocateToolOptions): string {
  const path = locate(name, options)
  if (path !== undefined) return path
  throw new RdeError(`${name} is not on PATH.`, {
    code: 'RDE_TOOL_MISSING',
    exitCode: exitCodes.programMissing,
    remedies: [
      ...(isManaged(name) ? [{what: 'Let rde download it', command: 'rde doctor --fix'}] : []),
      {what: isManaged(name) ? 'Or install it' : 'Install it', command: installCommand(name, process.platform)},
      {what: 'Or point rde to it', command: `export ${tools[name].variable}=/path/to/${name}`},
    ],
  })
}

function locate(name: PassthroughTool, options: LocateToolOptions): string | undefined {
  try {
    return locateTool(name, options)
  } catch (error) {
    if (!isRdeError(error)) throw error
    const {message, remedies} = error
    throw new RdeError(message, {code: 'RDE_TOOL_MISSING', exitCode: exitCodes.programMissing, remedies})
  }
}
