import {Duplex} from 'node:stream'

import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {locateTool, type ToolPlaces} from './locate-tool.js'
import {installCommand, requirement, type ToolName} from './tools.js'

/** The error of a tool that is not on this machine, with the command that installs it. */
export function missingTool(name: ToolName, platform: NodeJS.Platform = process.platform): RdeError {
  return new RdeError(`${name} is not installed.`, {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    remedies: [{what: `Install ${requirement(name)}`, command: installCommand(name, platform)}],
  })
}

/** Where a tool is, or why there is none to run. */
export interface FoundTool {
  readonly file: string
  /** What runs it, made of ours. One that is missing refuses with what to install, and never shows a command line that could not start. */
  runnerFrom(ours: ProcessRunner): ProcessRunner
}

/** Looks the tool up now. No check need have looked for it before: who calls one that is missing is told so. */
export function findTool(name: ToolName, places: ToolPlaces): FoundTool {
  try {
    const file = locateTool(name, places)
    return file === undefined ? refusingTool(name, missingTool(name)) : {file, runnerFrom: (ours) => ours}
  } catch (error) {
    if (!isRdeError(error)) throw error
    return refusingTool(name, error)
  }
}

function refusingTool(name: ToolName, error: RdeError): FoundTool {
  const refuse = () => Promise.reject(error)
  const connect = () => new Duplex({construct: (done) => done(error)})
  return {file: name, runnerFrom: () => ({capture: refuse, stream: refuse, passthrough: refuse, connect})}
}
