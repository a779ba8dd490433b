import {exitCodes} from '@rde/errors/exit-codes'
import {isRdeError, RdeError} from '@rde/errors/rde-error'

import {locateTool, type ToolPlaces} from './locate-tool.js'
import {isManaged} from '../managed-tools/fetched-tool.js'
import {installCommand, tools} from './tools.js'

/** The tools that run on rde's cluster as the user typed them. */
export type PassthroughTool = 'kubectl' | 'helm' | 'relay'

/** Where the tool is. A missing one has the exit code that a shell gives (127): the tool's own codes mean other things. */
export function findPassthroughTool(name: PassthroughTool, places: ToolPlaces): string {
  const path = locate(name, places)
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

function locate(name: PassthroughTool, places: ToolPlaces): string | undefined {
  try {
    return locateTool(name, places)
  } catch (error) {
    if (!isRdeError(error)) throw error
    const {message, remedies} = error
    throw new RdeError(message, {code: 'RDE_TOOL_MISSING', exitCode: exitCodes.programMissing, remedies})
  }
}
