import {exitCodes, RdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {failedProcess} from './failed-process.js'
import {tools, type ToolName} from './tools.js'

export interface LocatedTool {
  readonly name: ToolName
  readonly path: string
}

/** Long enough for a tool on a cold disk; no tool asks anybody else for its version. */
const deadlineMs = 10_000

/** Asks a program for its version: `5.9.0`. A program that gives none is an error: it may be another of the same name. */
export async function askVersion(runner: ProcessRunner, {name, path}: LocatedTool): Promise<string> {
  const {versionArgs, versionIn} = tools[name]
  const answer = await runner
    .capture({file: path, args: versionArgs, timeoutMs: deadlineMs})
    .catch((error: unknown) => ({stdout: failedProcess(error).message}))
  return versionIn.exec(answer.stdout)?.[1] ?? fail({name, path}, answer.stdout)
}

function fail({name, path}: LocatedTool, said: string): never {
  throw new RdeError(
    `${name} (${path}) does not tell its version: ${said.trim().split('\n')[0] || 'it said nothing'}`,
    {
      code: 'RDE_TOOLS',
      exitCode: exitCodes.toolUnavailable,
    },
  )
}
