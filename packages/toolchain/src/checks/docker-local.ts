import {exitCodes} from '@rde/errors'

import {failure, ok, type Check} from './check.js'

/** rde binds ports and mounts files of this machine, so a remote engine would work only in part. */
export const dockerLocal: Check = {
  id: 'docker-local',
  category: 'docker',
  title: 'Docker is on this machine',
  problem: {code: 'RDE_DOCKER_REMOTE', exitCode: exitCodes.toolUnavailable},

  async applies({engine}) {
    const state = await engine.state()
    return state.kind !== 'no-client' && (state.kind === 'remote' || state.address !== '')
  },

  async run({engine}) {
    const state = await engine.state()
    if (state.kind !== 'remote') return ok('Docker is on this machine')
    return failure(
      `Docker is set to the engine at ${withoutPassword(state.address)}; rde works only with one on this machine.`,
      {what: 'Use the engine on this machine', command: 'unset DOCKER_HOST DOCKER_CONTEXT; docker context use default'},
    )
  },
}

function withoutPassword(address: string): string {
  return address.replace(/:[^:@/]*@/, ':••••@')
}
