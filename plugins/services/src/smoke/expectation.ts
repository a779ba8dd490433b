import * as z from 'zod'

import {parseYaml} from '@rde/config'
import {exitCodes, RdeError} from '@rde/errors'
import {parseDuration} from '@rde/plugin-kit'

const duration = z.string().transform((text, context) => {
  try {
    return parseDuration(text)
  } catch {
    context.addIssue({code: 'custom', message: 'must be a duration: 90s, 2m'})
    return z.NEVER
  }
})

/** A parameter is text, as it is on the command line. */
const parameter = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** `NAME.expect.yaml`, next to a workflow file of a suite. */
const expectation = z.strictObject({
  outcome: z.enum(['succeeds', 'fails']).default('succeeds'),
  parameters: z.record(z.string(), parameter).default({}),
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  timeout: duration.prefault('5m'),
})

/** The parameters of a run, its expected outcome and outputs, and its time limit in milliseconds. */
export type Expectation = z.infer<typeof expectation>

/** Parses an expectation; empty text means that the run succeeds. Throws RDE_SMOKE_EXPECTATION, naming the file. */
export function parseExpectation(text: string, file: string): Expectation {
  let document: unknown
  try {
    document = parseYaml(text) ?? {}
  } catch (error) {
    throw invalid(file, [(error as Error).message])
  }
  const parsed = expectation.safeParse(document)
  if (parsed.success) return parsed.data
  throw invalid(
    file,
    parsed.error.issues.map(({path, message}) => [path.join('.'), message].filter(Boolean).join(': ')),
  )
}

function invalid(file: string, problems: readonly string[]): RdeError {
  return new RdeError(`${file} is not a valid expectation:\n${problems.map((problem) => `  ${problem}`).join('\n')}`, {
    code: 'RDE_SMOKE_EXPECTATION',
    exitCode: exitCodes.usage,
    remedies: [{what: 'Edit it', command: `\${EDITOR:-vi} ${file}`}],
    outcome: 'Nothing was run.',
  })
}
