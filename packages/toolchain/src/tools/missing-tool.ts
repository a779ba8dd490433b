import {Duplex} from 'node:stream'

import {exitCodes, isRdeError, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {locateTool, type LocateToolOptions} from './locate-tool.js'
import {installCommand, requirement, type ToolName} from './tools.js'

/** The error for a tool that is not installed, with the command that installs it. */
export function missingTool(name: ToolName, platform: NodeJS.Platform = process.platform): RdeError {
  return new RdeError(`${name} is not installed.`, {
    code: 'RDE_TOOLS',
    exitCode: exitCodes.toolUnavailable,
    remedies: [{what: `Install ${requirement(name)}`, command: installCommand(name, platform)}],
  })
}

/** A tool that was found, or one whose every call fails with the reason. */
export interface FoundTool {
  readonly file: string
  /** The runner for the tool. For a missing one, every call rejects with its error and shows no command line. */
  runnerFrom(runner: ProcessRunner): ProcessRunner
}

/** Looks up the tool now. It may be missing: then the error is thrown when it is called. */
export function findTool(name: ToolName, options: LocateToolOptions): FoundTool {
  try {
    const file = locateTool(name, options)
    return file === undefined ? unavailableTool(name, missingTool(name)) : {file, runnerFrom: (runner) => runner}
  } catch (error) {
    if (!isRdeError(error)) throw error
    return unavailableTool(name, error)
  }
}

function unavailableTool(name: ToolName, error: RdeError): FoundTool {
  const refuse = () => Promise.reject(error)
  const connect = () => new Duplex({construct: (done) => done(error)})
  return {file: name, runnerFrom: () => ({capture: refuse, stream: refuse, passthrough: refuse, connect})}
}
