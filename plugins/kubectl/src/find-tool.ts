import {exitCodes, RdeError} from '@rde/errors'
import {findProgram} from '@rde/process-runner/find-program'

/** A tool that rde lends its cluster to. */
export interface LentTool {
  readonly name: string
  /** Names the program to use instead of the one on PATH. */
  readonly variable: string
  readonly install: string
}

/** Where the tool is: named by its variable, on PATH, or fetched by rde, in this order. */
export function findTool(
  {name, variable, install}: LentTool,
  env: Readonly<Record<string, string | undefined>>,
  fetched: string,
): string {
  const named = env[variable]
  const found = named ? findProgram(named, env['PATH']) : (findProgram(name, env['PATH']) ?? findProgram(fetched))
  if (found !== undefined) return found
  throw new RdeError(
    named ? `${variable} is "${named}", which is no program that can be run.` : `${name} is not on PATH.`,
    {
      code: 'RDE_TOOL_MISSING',
      exitCode: exitCodes.programMissing,
      remedies: [
        {what: 'Install it', command: install},
        named
          ? {what: `Or use the ${name} on PATH`, command: `unset ${variable}`}
          : {what: 'Or name one that is elsewhere', command: `export ${variable}=/path/to/${name}`},
      ],
    },
  )
}
