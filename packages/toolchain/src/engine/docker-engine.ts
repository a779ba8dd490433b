import {isRdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {failedProcess} from '../wrappers/failed-process.js'
import {readPrinted} from '../wrappers/read-printed.js'
import {addressOfContext, isLocalAddress} from './engine-address.js'
import {parseEngineInfo, type EngineInfo} from './engine-info.js'
import {reasonOfSilence, type SilentEngine} from './silent-engine.js'

/** What is known of the Docker engine. A remote one is not even asked: that may take as long as its network likes. */
export type EngineState =
  | {readonly kind: 'answers'; readonly address: string; readonly info: EngineInfo}
  | {readonly kind: 'remote'; readonly address: string}
  | (SilentEngine & {readonly kind: 'unreachable'})
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
    this.#state ??= this.#ask().catch(unreadable)
    return this.#state
  }

  async #ask(): Promise<EngineState> {
    const {docker} = this.options
    if (docker === undefined) return {kind: 'no-client'}
    const context = await this.#capture(docker, ['context', 'inspect'])
    if ('failure' in context) return unreachable('', context)
    const read = <Value>({stdout}: {readonly stdout: string}, reader: (printed: string) => Value) =>
      readPrinted({name: 'docker', file: docker}, stdout, reader)
    const address = read(context, addressOfContext)
    if (!isLocalAddress(address)) return {kind: 'remote', address}
    const printed = await this.#capture(docker, ['info', '--format', '{{json .}}'])
    if ('failure' in printed) return unreachable(address, printed)
    const info = read(printed, parseEngineInfo)
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

/** What goes by the name of docker prints something else. */
function unreadable(error: unknown): EngineState {
  if (!isRdeError(error)) throw error
  return {kind: 'unreachable', address: '', reason: 'unreadable', said: error.message}
}

function unreachable(address: string, {failure, timedOut = false}: Failure): EngineState {
  // Podman under Docker's name: the check of the tools says so, once.
  if (/podman/i.test(failure)) return {kind: 'no-client'}
  const said = failure.trim().split('\n')[0] ?? ''
  return {kind: 'unreachable', address, reason: timedOut ? 'timeout' : reasonOfSilence(said, address), said}
}
