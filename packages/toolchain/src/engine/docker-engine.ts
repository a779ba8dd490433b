import {existsSync} from 'node:fs'

import type {ProcessRunner} from '@rde/process-runner'

import {failedProcess} from '../failed-process.js'
import {addressOfContext, isLocalAddress, socketPath} from './engine-address.js'
import {parseEngineInfo, type EngineInfo} from './engine-info.js'

export type Unreachable = 'no-context' | 'no-socket' | 'stopped' | 'denied' | 'timeout' | 'unknown'

/** What is known of the Docker engine. A remote one is not even asked: that may take as long as its network likes. */
export type EngineState =
  | {readonly kind: 'answers'; readonly address: string; readonly info: EngineInfo}
  | {readonly kind: 'remote'; readonly address: string}
  | {readonly kind: 'unreachable'; readonly address: string; readonly reason: Unreachable; readonly said: string}
  | {readonly kind: 'no-client'}

export interface EngineOptions {
  readonly runner: ProcessRunner
  /** The docker client; without one there is nobody to ask. */
  readonly docker: string | undefined
  readonly deadlineMs?: number
}

/** The Docker engine that the client's environment or its current context names. It is asked once. */
export class DockerEngine {
  #state: Promise<EngineState> | undefined

  constructor(private readonly options: EngineOptions) {}

  state(): Promise<EngineState> {
    this.#state ??= this.#ask()
    return this.#state
  }

  async #ask(): Promise<EngineState> {
    const {docker} = this.options
    if (docker === undefined) return {kind: 'no-client'}
    const context = await this.#capture(docker, ['context', 'inspect'])
    if ('failure' in context) return unreachable('', context)
    const address = addressOfContext(context.stdout)
    if (!isLocalAddress(address)) return {kind: 'remote', address}
    const printed = await this.#capture(docker, ['info', '--format', '{{json .}}'])
    if ('failure' in printed) return unreachable(address, printed)
    const info = parseEngineInfo(printed.stdout)
    return 'failure' in info ? unreachable(address, info) : {kind: 'answers', address, info}
  }

  async #capture(file: string, args: readonly string[]): Promise<{readonly stdout: string} | Failure> {
    const {runner, deadlineMs = 10_000} = this.options
    try {
      return await runner.capture({file, args, timeoutMs: deadlineMs})
    } catch (error) {
      const {failure, stderr, message} = failedProcess(error)
      return {failure: stderr.trim() || message, timedOut: failure === 'timed-out'}
    }
  }
}

interface Failure {
  readonly failure: string
  readonly timedOut?: boolean
}

function unreachable(address: string, {failure, timedOut = false}: Failure): EngineState {
  // Podman under Docker's name: the check of the tools says so, once.
  if (/podman/i.test(failure)) return {kind: 'no-client'}
  const said = failure.trim().split('\n')[0] ?? ''
  return {kind: 'unreachable', address, reason: timedOut ? 'timeout' : reasonOf(said, address), said}
}

/** The client says the same of a socket that is not there and of one where nobody answers, so we look. */
function reasonOf(said: string, address: string): Unreachable {
  if (/permission denied/i.test(said)) return 'denied'
  // Docker 28: `context "x": context not found: …`; 20.10: `context "x" does not exist`.
  if (/context not found|context ".*" does not exist/.test(said)) return 'no-context'
  if (!/cannot connect to the docker daemon|connection refused|no such file/i.test(said)) return 'unknown'
  const socket = socketPath(address)
  return socket !== undefined && !existsSync(socket) ? 'no-socket' : 'stopped'
}
