import {isRdeError} from '@rde/errors'
import type {ProcessRunner} from '@rde/process-runner'

import {failedProcess} from '../wrappers/failed-process.js'
import {readPrinted} from '../wrappers/read-printed.js'
import {addressOfContext, isLocalAddress} from './engine-address.js'
import {parseEngineInfo, type EngineInfo} from './engine-info.js'
import {unreachableReason, type UnreachableEngine} from './silent-engine.js'

/** The state of the Docker engine. A remote engine is not asked, since its network may be slow. */
export type EngineState =
  | {readonly kind: 'answers'; readonly address: string; readonly info: EngineInfo}
  | {readonly kind: 'remote'; readonly address: string}
  | (UnreachableEngine & {readonly kind: 'unreachable'})
  | {readonly kind: 'no-client'}

export interface EngineOptions {
  readonly runner: ProcessRunner
  /** Path of the docker client; undefined if there is none. */
  readonly docker: string | undefined
  readonly deadlineMs?: number
}

/** The Docker engine selected by the client's environment or its current context. It is asked once. */
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

/** The program called docker prints something else. */
function unreadable(error: unknown): EngineState {
  if (!isRdeError(error)) throw error
  return {kind: 'unreachable', address: '', reason: 'unreadable', message: error.message}
}

function unreachable(address: string, {failure, timedOut = false}: Failure): EngineState {
  // Podman under Docker's name: only the tools check reports it.
  if (/podman/i.test(failure)) return {kind: 'no-client'}
  const message = failure.trim().split('\n')[0] ?? ''
  return {kind: 'unreachable', address, reason: timedOut ? 'timeout' : unreachableReason(message, address), message}
}
