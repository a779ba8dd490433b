import {existsSync} from 'node:fs'

import type {Remedy} from '@rde/errors'

import {installCommand} from '../tools/tools.js'
import {engineCommands, socketPath} from './engine-address.js'

export type UnreachableReason =
  'no-context' | 'settings' | 'versions' | 'unreadable' | 'no-socket' | 'stopped' | 'denied' | 'timeout' | 'unknown'

/** A Docker engine that does not answer: its address, and the message of the client. */
export interface UnreachableEngine {
  readonly address: string
  readonly reason: UnreachableReason
  readonly message: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether a message of the client means that it reached no usable engine, and not that the engine refused the request.
 */
export function reportsNoEngine(message: string): boolean {
  return noEngine.test(message) || badSettings.test(message) || otherVersion.test(message)
}

const noEngine =
  /cannot connect to the docker daemon|error during connect|permission denied.*docker|context not found|^context ".*" does not exist/im
/** The client fails before it connects. */
const badSettings = /failed to initialize|unable to resolve docker endpoint|parse docker host|^open \S.*\.pem: /im
const otherVersion = /client version \S+ is too (old|new)|page not found|request returned .* for API route/i

/** The client prints the same for a missing socket and for one without a listener, so this checks the file. */
export function unreachableReason(message: string, address: string): UnreachableReason {
  if (/permission denied/i.test(message)) return 'denied'
  // Docker 28: `context "x": context not found: …`; 20.10: `context "x" does not exist`.
  if (/context not found|context ".*" does not exist/.test(message)) return 'no-context'
  if (badSettings.test(message)) return 'settings'
  if (otherVersion.test(message)) return 'versions'
  if (!/cannot connect to the docker daemon|connection refused|no such file/i.test(message)) return 'unknown'
  const socket = socketPath(address)
  return socket !== undefined && !existsSync(socket) ? 'no-socket' : 'stopped'
}

const location = ({address}: UnreachableEngine) => address.replace(/^unix:\/\//, '')
/** Empty if the address is unknown. */
const at = (engine: UnreachableEngine) => (engine.address === '' ? '' : ` at ${location(engine)}`)

const explain: Record<UnreachableReason, (engine: UnreachableEngine) => string> = {
  'no-context': ({message}) => `The docker client is set to a context that does not exist (${message})`,
  settings: ({message}) => `The docker client cannot use its settings: ${message}`,
  versions: ({message}) => `The docker client and the engine are incompatible: ${message}`,
  unreadable: ({message}) => message,
  'no-socket': (engine) => `Docker is not running: there is no socket ${location(engine)}.`,
  stopped: (engine) => `Docker is not running: nobody answers${at(engine)}.`,
  denied: (engine) => `You may not use Docker: permission denied on ${location(engine)}.`,
  timeout: (engine) => `Docker did not answer within 10 s${at(engine)}.`,
  unknown: ({message}) => `Docker does not answer: ${message}`,
}

const start = ({address}: UnreachableEngine, platform: NodeJS.Platform): Remedy => ({
  what: 'Start Docker',
  command: engineCommands(address, platform).start,
})

const seeError = {what: 'See the error', command: 'docker info'}

const remedies: Record<UnreachableReason, (engine: UnreachableEngine, platform: NodeJS.Platform) => Remedy[]> = {
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

export function explainUnreachable(engine: UnreachableEngine, env: Environment): string {
  const text = explain[engine.reason](engine)
  return env['DOCKER_HOST'] ? `${text.replace(/\.$/, '')}; DOCKER_HOST names this engine.` : text
}

export function unreachableRemedies(engine: UnreachableEngine, platform: NodeJS.Platform, env: Environment): Remedy[] {
  const ordinary = remedies[engine.reason](engine, platform)
  const names = relevantVariables(engine.reason).filter((name) => env[name])
  if (names.length === 0) return ordinary
  const unset = {what: "Use Docker's own engine", command: `unset ${names.join(' ')}`}
  if (engine.reason === 'versions') return [unset]
  // There is an engine, although it does not answer.
  return ['stopped', 'timeout'].includes(engine.reason) ? [...ordinary, unset] : [unset, ...ordinary]
}

/** The variables that may be the cause. */
function relevantVariables(reason: UnreachableReason): readonly string[] {
  if (reason === 'denied' || reason === 'no-context') return []
  const others = ['DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH', 'DOCKER_API_VERSION']
  return ['DOCKER_HOST', ...(['settings', 'versions'].includes(reason) ? others : [])]
}
