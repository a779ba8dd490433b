import coerce from 'semver/functions/coerce.js'

import {exitCodes} from '@rde/errors'

import type {UsableTool} from '../toolchain.js'
import {failure, ok, type Check} from './check.js'

export const toolsCheck: Check = {
  id: 'tools',
  title: 'Tools',
  problem: {code: 'RDE_TOOLS', exitCode: exitCodes.toolUnavailable},

  async run({toolchain, tools, engine}) {
    const [{found, problems}, state] = await Promise.all([toolchain.examine(tools), engine.state()])
    if (problems.length === 0) {
      // What runs the cluster is the engine; the client's version only matters where they differ.
      const served = state.kind === 'answers' ? coerce(state.info.serverVersion)?.version : undefined
      const shown = ([name, {version}]: [string, UsableTool]) =>
        name === 'docker' && served !== undefined && served !== version
          ? `Docker ${served} (client ${version})`
          : `${name === 'docker' ? 'Docker' : name} ${version}`
      return ok(Object.entries(found).map(shown).join(', '))
    }
    return failure(problems.map(({what}) => what).join('\n'), ...problems.flatMap(({remedies}) => remedies))
  },
}
