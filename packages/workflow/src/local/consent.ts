import {RdeError} from '@rde/errors'
import {isTrusted, trust} from '@rde/workflow/local/trusted-files'

import type {Ask} from '../../../../plugins/workflows/src/local/ask-on-terminal.js'

export interface ConsentRequest {
  readonly file: string
  readonly text: string
  readonly yes: boolean
  readonly ask: Ask | undefined
  /** Where the files that the user has said yes to are remembered. */
  readonly trusted: string
}

/** The text of a file is about to run as the user: asks once for each text. Throws (exit 2) where nobody can be asked. */
export async function consent({file, text, yes, ask, trusted}: ConsentRequest): Promise<void> {
  if (yes || (await isTrusted(trusted, text))) return
  const question = `The steps of ${file} will run as you, on this machine, not in containers.`
  if (ask === undefined) {
    throw new RdeError(`${question} There is no terminal to ask on.`, {
      code: 'RDE_NOT_CONFIRMED',
      exitCode: 2,
      outcome: 'Nothing was run.',
      remedies: [{what: 'Say it in the command', command: `rde workflow run ${file} --on host --yes`}],
    })
  }
  if (!(await ask(`${question} Run them?`))) {
    throw new RdeError('Not run.', {code: 'RDE_NOT_CONFIRMED', outcome: 'Nothing was run.'})
  }
  await trust(trusted, text)
}
