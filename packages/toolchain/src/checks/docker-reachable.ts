import {exitCodes, type Remedy} from '@rde/errors'

import type {EngineState, Unreachable} from '../engine/docker-engine.js'
import {engineCommands} from '../engine/engine-address.js'
import {failure, ok, type Check} from './check.js'

type Silent = Extract<EngineState, {kind: 'unreachable'}>

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

  async run({engine, platform}) {
    const state = await engine.state()
    if (state.kind !== 'unreachable') return ok('Docker answers')
    return failure(explain[state.reason](state), ...remedies[state.reason](state, platform))
  },
}

const place = ({address}: Silent) => address.replace(/^unix:\/\//, '')

const explain: Record<Unreachable, (state: Silent) => string> = {
  'no-context': ({said}) => `The docker client is set to a context that does not exist (${said})`,
  'no-socket': (state) => `Docker is not running: there is no socket ${place(state)}.`,
  stopped: (state) => `Docker is not running: nobody answers at ${place(state)}.`,
  denied: (state) => `You may not use Docker: permission denied on ${place(state)}.`,
  timeout: (state) => `Docker did not answer within 10 s at ${place(state)}.`,
  unknown: ({said}) => `Docker does not answer: ${said}`,
}

const start = ({address}: Silent, platform: NodeJS.Platform): Remedy => ({
  what: 'Start Docker',
  command: engineCommands(address, platform).start,
})

const remedies: Record<Unreachable, (state: Silent, platform: NodeJS.Platform) => Remedy[]> = {
  'no-context': () => [{what: "Use Docker's own context", command: 'unset DOCKER_CONTEXT; docker context use default'}],
  'no-socket': (state, platform) => [start(state, platform)],
  stopped: (state, platform) => [start(state, platform)],
  denied: () => [
    {what: 'Add yourself to the docker group', command: 'sudo usermod -aG docker $USER'},
    {what: 'Then, in this terminal', command: 'newgrp docker'},
  ],
  timeout: ({address}, platform) => [
    {what: 'Check again', command: 'docker info'},
    {what: 'If it hangs, restart it', command: engineCommands(address, platform).restart},
  ],
  unknown: () => [{what: 'See the error', command: 'docker info'}],
}
