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

/** A tool's program and what runs it. */
export interface RunnableTool {
  readonly file: string
  readonly runner: ProcessRunner
}

/**
 * A tool with the runner for its wrapper. One that is missing gets a runner that says so: whoever calls a tool that no
 * check has looked for tells the user what to install, and never shows a command line that could not start.
 */
export function toolWithRunner(name: ToolName, places: ToolPlaces, runner: ProcessRunner): RunnableTool {
  try {
    const file = locateTool(name, places)
    return file === undefined ? {file: name, runner: refusing(missingTool(name))} : {file, runner}
  } catch (error) {
    if (!isRdeError(error)) throw error
    return {file: name, runner: refusing(error)}
  }
}

function refusing(error: RdeError): ProcessRunner {
  const refuse = () => Promise.reject(error)
  const connect = () => new Duplex({construct: (done) => done(error)})
  return {capture: refuse, stream: refuse, passthrough: refuse, connect}
}
