import type {Hook} from '@oclif/core'

import {exitCodes, RdeError} from '@rde/errors'
import {commandLine} from '@rde/process-runner/masking/command-line'

import {suggestCommand} from '../host/suggest-command.js'

/** Replaces @oclif/plugin-not-found, which asks a question and exits with 127. */
const commandNotFound: Hook<'command_not_found'> = async ({id, argv = [], config}) => {
  const visible = config.commands.filter(({hidden}) => !hidden)
  const ids = [...visible.map((command) => command.id), ...config.topics.map(({name}) => name)]
  const typed = id.split(':')
  const known = typed.findIndex((_, index) => !ids.includes(typed.slice(0, index + 1).join(':')))
  const above = typed.slice(0, known)
  if (visible.some((command) => command.id === above.join(':'))) throw tooManyWords(above, typed.slice(known))
  const suggested = suggestCommand([...typed, ...argv], ids)
  throw new RdeError(`"${typed.slice(0, known + 1).join(' ')}" is not a command of rde.`, {
    code: 'RDE_COMMAND_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [
      ...(suggested ? [{what: 'Perhaps', command: commandLine({file: 'rde', args: suggested})}] : []),
      {what: 'See all commands', command: ['rde', 'help', ...above].join(' ')},
    ],
  })
}

function tooManyWords(command: readonly string[], words: readonly string[]): RdeError {
  return new RdeError(`${command.join(' ')} takes no argument "${words.join(' ')}".`, {
    code: 'RDE_USAGE',
    exitCode: exitCodes.usage,
    remedies: [{what: 'See its flags and arguments', command: ['rde', 'help', ...command].join(' ')}],
  })
}

export default commandNotFound
