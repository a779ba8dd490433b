import {exitCodes} from '@rde/errors'

import {explainUnreachable, unreachableRemedies} from '../engine/silent-engine.js'
import {failure, ok, type Check} from './check.js'

/** Applies if there is a local engine: other checks report a missing client and a remote engine. */
export const dockerReachable: Check = {
  id: 'docker-reachable',
  category: 'docker',
  title: 'Docker answers',
  problem: {code: 'RDE_DOCKER_UNREACHABLE', exitCode: exitCodes.toolUnavailable},

  async applies({engine}) {
    const {kind} = await engine.state()
    return kind === 'answers' || kind === 'unreachable'
  },

  async run({engine, platform, env}) {
    const state = await engine.state()
    if (state.kind !== 'unreachable') return ok('Docker answers')
    return failure(explainUnreachable(state, env), ...unreachableRemedies(state, platform, env))
  },
}
