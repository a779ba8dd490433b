import {exitCodes, RdeError} from '@rde/errors'
import {askHidden} from '@rde/plugin-kit'

/** The cluster does not store larger objects. */
const largest = 1024 * 1024

/** The value of a secret: all of standard input, or a line that is typed on the terminal and not shown. */
export async function readSecretValue(question: string): Promise<Buffer> {
  return process.stdin.isTTY ? Buffer.from(await askHidden(question)) : pipedValue(process.stdin)
}

/** Stops reading at the limit: piped input may be endless. */
export async function pipedValue(input: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of input) {
    parts.push(Buffer.from(part))
    bytes += part.length
    if (bytes > largest) throw tooLarge()
  }
  return Buffer.concat(parts)
}

function tooLarge(): RdeError {
  return new RdeError('A secret holds at most 1 MiB; more than that came on standard input.', {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    outcome: 'Nothing was changed.',
  })
}
