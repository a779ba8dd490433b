import {createInterface} from 'node:readline/promises'

import {RdeError} from '@rde/errors'

/** Asks on the terminal and throws unless the answer is yes. Without a terminal that is wrong usage: `instead` says how. */
export async function confirm(question: string, instead: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new RdeError(`${question} There is no terminal to ask on.`, {
      code: 'RDE_NOT_CONFIRMED',
      exitCode: 2,
      outcome: 'Nothing was changed.',
      remedies: [{what: 'Say it in the command', command: instead}],
    })
  }
  const terminal = createInterface({input: process.stdin, output: process.stderr})
  const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close())
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new RdeError('Not deleted.', {code: 'RDE_NOT_CONFIRMED', outcome: 'Nothing was changed.'})
  }
}
