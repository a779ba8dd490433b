import {exitCodes} from '@rde/errors'

import {failure, ok, type Check} from './check.js'

export const toolsCheck: Check = {
  id: 'tools',
  title: 'Tools',
  problem: {code: 'RDE_TOOLS', exitCode: exitCodes.toolUnavailable},

  async run({toolchain, tools}) {
    const {found, problems} = await toolchain.examine(tools)
    if (problems.length === 0)
      return ok(
        Object.entries(found)
          .map(([name, {version}]) => `${name} ${version}`)
          .join(', '),
      )
    return failure(problems.map(({what}) => what).join('\n'), ...problems.flatMap(({remedies}) => remedies))
  },
}
