import {exitCodes} from '@rde/errors'

import {explainSilence, silenceRemedies} from '../engine/silent-engine.js'
import {failure, ok, type Check} from './check.js'

/** Applies when there is a local engine to reach: a missing client and a remote engine are told by other checks. */
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
    return failure(explainSilence(state, env), ...silenceRemedies(state, platform, env))
  },
}
