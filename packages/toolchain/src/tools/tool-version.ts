import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {failedProcess} from '../wrappers/failed-process.js'
import {tools, type ToolName} from './tools.js'

export interface LocatedTool {
  readonly name: ToolName
  readonly path: string
}

/** Long enough for a tool on a cold disk of a busy machine. */
export const versionMs = 30_000

/**
 * Asks a program for its version: `5.9.0`. Rejects with an RdeError if it prints none, and with a ProcessError if it
 * hangs.
 */
export async function askVersion(
  runner: ProcessRunner,
  {name, path}: LocatedTool,
  timeoutMs = versionMs,
): Promise<string> {
  const {versionArgs, versionIn} = tools[name]
  const answer = await runner.capture({file: path, args: versionArgs, timeoutMs}).catch((error: unknown) => {
    const {failure, exitCode, message} = failedProcess(error)
    if (failure === 'timed-out') throw error
    const [summary, ...printed] = message.split('\n')
    const ended = exitCode === undefined ? summary! : `it ended with exit code ${exitCode} and printed nothing`
    return {stdout: '', stderr: printed.join('\n') || ended}
  })
  const version = versionIn.exec(answer.stdout)?.[1]
  if (version !== undefined) return version
  throw unusable({name, path}, `${answer.stdout}\n${answer.stderr}`)
}

function unusable({name, path}: LocatedTool, output: string): RdeError {
  const isPodman = name === 'docker' && /podman/i.test(output)
  // The last line contains the reason of a failed program, or the version that a shim does not have.
  const last = output.trim().split('\n').at(-1) || 'it printed nothing'
  const what = isPodman
    ? `docker (${path}) is Podman; rde needs the Docker engine.`
    : `${name} (${path}) does not print its version: ${last}`
  return new RdeError(what, {code: 'RDE_TOOLS', exitCode: exitCodes.toolUnavailable})
}
