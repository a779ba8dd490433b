import {exitCodes} from '@rde/errors/exit-codes'
import {isRdeError, RdeError} from '@rde/errors/rde-error'

import {locateTool, type ToolPlaces} from './locate-tool.js'
import {installCommand, tools} from './tools.js'

/** The tools that rde lends its cluster to. */
export type LentTool = 'kubectl' | 'helm' | 'relay'

/** Where the tool is. That it is missing has the exit code that a shell gives then: the tool's own mean other things. */
export function findLentTool(name: LentTool, places: ToolPlaces): string {
  const path = locate(name, places)
  if (path !== undefined) return path
  throw new RdeError(`${name} is not on PATH.`, {
    code: 'RDE_TOOL_MISSING',
    exitCode: exitCodes.programMissing,
    remedies: [
      {what: 'Install it', command: installCommand(name, process.platform)},
      {what: 'Or name one that is elsewhere', command: `export ${tools[name].variable}=/path/to/${name}`},
    ],
  })
}

function locate(name: LentTool, places: ToolPlaces): string | undefined {
  try {
    return locateTool(name, places)
  } catch (error) {
    if (!isRdeError(error)) throw error
    const {message, remedies} = error
    throw new RdeError(message, {code: 'RDE_TOOL_MISSING', exitCode: exitCodes.programMissing, remedies})
  }
}
