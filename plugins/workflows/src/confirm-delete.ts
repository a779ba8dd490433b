import {RdeError} from '@rde/errors'

import {askOnTerminal} from './local/ask-on-terminal.js'

/** Asks on the terminal whether a workflow may go, with what goes with it; throws unless the answer is yes. */
export function confirmDelete(name: string) {
  return async ({runs, secrets}: {readonly runs: number; readonly secrets: number}): Promise<void> => {
    const question = `Delete ${name} with ${runs} runs and ${secrets} secrets?`
    const ask = askOnTerminal()
    if (ask === undefined) {
      throw new RdeError(`${question} There is no terminal to ask on.`, {
        code: 'RDE_NOT_CONFIRMED',
        exitCode: 2,
        outcome: 'Nothing was changed.',
        remedies: [{what: 'Say it in the command', command: `rde workflow delete ${name} --yes`}],
      })
    }
    if (!(await ask(question))) {
      throw new RdeError('Not deleted.', {code: 'RDE_NOT_CONFIRMED', outcome: 'Nothing was changed.'})
    }
  }
}
