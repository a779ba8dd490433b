import {existsSync} from 'node:fs'

import type {Remedy} from '@rde/errors'

import {engineCommands, socketPath} from './engine-address.js'

export type Unreachable = 'no-context' | 'no-socket' | 'stopped' | 'denied' | 'timeout' | 'unknown'

/** A Docker engine that does not answer: where it should be, and what the client said of it. */
export interface SilentEngine {
  readonly address: string
  readonly reason: Unreachable
  readonly said: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** The client says the same of a socket that is not there and of one where nobody answers, so we look. */
export function reasonOfSilence(said: string, address: string): Unreachable {
  if (/permission denied/i.test(said)) return 'denied'
  // Docker 28: `context "x": context not found: …`; 20.10: `context "x" does not exist`.
  if (/context not found|context ".*" does not exist/.test(said)) return 'no-context'
  if (!/cannot connect to the docker daemon|connection refused|no such file/i.test(said)) return 'unknown'
  const socket = socketPath(address)
  return socket !== undefined && !existsSync(socket) ? 'no-socket' : 'stopped'
}

const place = ({address}: SilentEngine) => address.replace(/^unix:\/\//, '')

const explain: Record<Unreachable, (engine: SilentEngine) => string> = {
  'no-context': ({said}) => `The docker client is set to a context that does not exist (${said})`,
  'no-socket': (engine) => `Docker is not running: there is no socket ${place(engine)}.`,
  stopped: (engine) => `Docker is not running: nobody answers at ${place(engine)}.`,
  denied: (engine) => `You may not use Docker: permission denied on ${place(engine)}.`,
  timeout: (engine) => `Docker did not answer within 10 s at ${place(engine)}.`,
  unknown: ({said}) => `Docker does not answer: ${said}`,
}

const start = ({address}: SilentEngine, platform: NodeJS.Platform): Remedy => ({
  what: 'Start Docker',
  command: engineCommands(address, platform).start,
})

const remedies: Record<Unreachable, (engine: SilentEngine, platform: NodeJS.Platform) => Remedy[]> = {
  'no-context': () => [{what: "Use Docker's own context", command: 'unset DOCKER_CONTEXT; docker context use default'}],
  'no-socket': (engine, platform) => [start(engine, platform)],
  stopped: (engine, platform) => [start(engine, platform)],
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

export function explainSilence(engine: SilentEngine, env: Environment): string {
  const text = explain[engine.reason](engine)
  return env['DOCKER_HOST'] ? `${text.replace(/\.$/, '')}; DOCKER_HOST names this engine.` : text
}

export function silenceRemedies(engine: SilentEngine, platform: NodeJS.Platform, env: Environment): Remedy[] {
  const ordinary = remedies[engine.reason](engine, platform)
  if (!env['DOCKER_HOST'] || engine.reason === 'denied') return ordinary
  const unset = {what: "Use Docker's own engine", command: 'unset DOCKER_HOST'}
  // Something is there, though nobody answers.
  return ['stopped', 'timeout'].includes(engine.reason) ? [...ordinary, unset] : [unset, ...ordinary]
}
