import {existsSync} from 'node:fs'

import type {Remedy} from '@rde/errors'

import {installCommand} from '../tools/tools.js'
import {engineCommands, socketPath} from './engine-address.js'

export type Unreachable =
  'no-context' | 'settings' | 'versions' | 'unreadable' | 'no-socket' | 'stopped' | 'denied' | 'timeout' | 'unknown'

/** A Docker engine that does not answer: where it should be, and what the client said of it. */
export interface SilentEngine {
  readonly address: string
  readonly reason: Unreachable
  readonly said: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What a client says that reached no engine, or none that it can talk to: in other words than an engine that refuses what was asked. */
export function saysSilence(said: string): boolean {
  return noEngine.test(said) || badSettings.test(said) || otherVersion.test(said)
}

const noEngine =
  /cannot connect to the docker daemon|error during connect|permission denied.*docker|context not found|^context ".*" does not exist/im
/** The client does not even come to ask. */
const badSettings = /failed to initialize|unable to resolve docker endpoint|parse docker host|^open \S.*\.pem: /im
const otherVersion = /client version \S+ is too (old|new)|page not found|request returned .* for API route/i

/** The client says the same of a socket that is not there and of one where nobody answers, so we look. */
export function reasonOfSilence(said: string, address: string): Unreachable {
  if (/permission denied/i.test(said)) return 'denied'
  // Docker 28: `context "x": context not found: …`; 20.10: `context "x" does not exist`.
  if (/context not found|context ".*" does not exist/.test(said)) return 'no-context'
  if (badSettings.test(said)) return 'settings'
  if (otherVersion.test(said)) return 'versions'
  if (!/cannot connect to the docker daemon|connection refused|no such file/i.test(said)) return 'unknown'
  const socket = socketPath(address)
  return socket !== undefined && !existsSync(socket) ? 'no-socket' : 'stopped'
}

const place = ({address}: SilentEngine) => address.replace(/^unix:\/\//, '')
/** Nothing where nobody knows. */
const at = (engine: SilentEngine) => (engine.address === '' ? '' : ` at ${place(engine)}`)

const explain: Record<Unreachable, (engine: SilentEngine) => string> = {
  'no-context': ({said}) => `The docker client is set to a context that does not exist (${said})`,
  settings: ({said}) => `The docker client cannot use its settings: ${said}`,
  versions: ({said}) => `The docker client and its engine do not understand each other: ${said}`,
  unreadable: ({said}) => said,
  'no-socket': (engine) => `Docker is not running: there is no socket ${place(engine)}.`,
  stopped: (engine) => `Docker is not running: nobody answers${at(engine)}.`,
  denied: (engine) => `You may not use Docker: permission denied on ${place(engine)}.`,
  timeout: (engine) => `Docker did not answer within 10 s${at(engine)}.`,
  unknown: ({said}) => `Docker does not answer: ${said}`,
}

const start = ({address}: SilentEngine, platform: NodeJS.Platform): Remedy => ({
  what: 'Start Docker',
  command: engineCommands(address, platform).start,
})

const seeError = {what: 'See the error', command: 'docker info'}

const remedies: Record<Unreachable, (engine: SilentEngine, platform: NodeJS.Platform) => Remedy[]> = {
  'no-context': () => [{what: "Use Docker's own context", command: 'unset DOCKER_CONTEXT; docker context use default'}],
  settings: () => [seeError],
  versions: (_, platform) => [{what: 'Update Docker', command: installCommand('docker', platform)}],
  unreadable: () => [{what: 'See which docker it is', command: '"${RDE_DOCKER:-docker}" version'}],
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
  unknown: () => [seeError],
}

export function explainSilence(engine: SilentEngine, env: Environment): string {
  const text = explain[engine.reason](engine)
  return env['DOCKER_HOST'] ? `${text.replace(/\.$/, '')}; DOCKER_HOST names this engine.` : text
}

export function silenceRemedies(engine: SilentEngine, platform: NodeJS.Platform, env: Environment): Remedy[] {
  const ordinary = remedies[engine.reason](engine, platform)
  const names = aimingVariables(engine.reason).filter((name) => env[name])
  if (names.length === 0) return ordinary
  const unset = {what: "Use Docker's own engine", command: `unset ${names.join(' ')}`}
  if (engine.reason === 'versions') return [unset]
  // Something is there, though nobody answers.
  return ['stopped', 'timeout'].includes(engine.reason) ? [...ordinary, unset] : [unset, ...ordinary]
}

/** The variables that may be why. */
function aimingVariables(reason: Unreachable): readonly string[] {
  if (reason === 'denied' || reason === 'no-context') return []
  const others = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION']
  return ['DOCKER_HOST', ...(['settings', 'versions'].includes(reason) ? others : [])]
}
