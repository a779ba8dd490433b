import {buffer} from 'node:stream/consumers'

import {askHidden} from '@rde/plugin-kit'

/** The value of a secret: all of standard input, or a line that is typed on the terminal and not shown. */
export async function readSecretValue(question: string): Promise<Buffer> {
  return process.stdin.isTTY ? Buffer.from(await askHidden(question)) : buffer(process.stdin)
}
