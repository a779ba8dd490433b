import {toConfiguredId, type Hook} from '@oclif/core'

import {exitCodes, RdeError} from '@rde/errors'

import {nearestCommand} from '../nearest-command.js'

/** In place of @oclif/plugin-not-found, which asks a question and exits with 127. */
const commandNotFound: Hook<'command_not_found'> = async ({id, config}) => {
  const visible = config.commands.filter(({hidden}) => !hidden)
  const nearest = nearestCommand(id, [...visible.map((command) => command.id), ...config.topics.map(({name}) => name)])
  const suggestion = nearest && {what: 'Perhaps', command: `${config.bin} ${toConfiguredId(nearest, config)}`}
  throw new RdeError(`"${toConfiguredId(id, config)}" is not a command of ${config.bin}.`, {
    code: 'RDE_COMMAND_UNKNOWN',
    exitCode: exitCodes.usage,
    remedies: [...(suggestion ? [suggestion] : []), {what: 'See all commands', command: `${config.bin} help`}],
  })
}

export default commandNotFound
