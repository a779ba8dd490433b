import type {Duplex} from 'node:stream'

import {commandLine} from '../masking/command-line.js'
import {connectProgram} from './connect-program.js'
import {passthrough} from '../passthrough/passthrough.js'
import {ProcessError, type ProcessFailure} from './process-error.js'
import type {ProcessOutput, ProcessRequest, ProcessRunner} from './process-runner.js'
import type {ProgramEnd} from './process-error.js'
import {runProgram} from './run-program.js'
import {Secrets} from '../masking/secrets.js'
import {maskUserInfo} from '../masking/url-credentials.js'

export interface RunnerOptions {
  /** The whole environment of captured programs; a request may add to it. */
  readonly environment: Readonly<Record<string, string>>
  /** Masked in command lines and errors. */
  readonly secrets?: Secrets
  /** Called with each command line before it runs, masked (`--verbose`). */
  readonly trace?: (line: string) => void
  /** Records running programs, so that the next rde can end them after a kill -9 of this one. */
  readonly children?: {started(pid: number): void; ended(pid: number): void}
  /** The signal for requests without one. */
  readonly signal?: AbortSignal
}

/** Runs real programs. */
export class SystemProcessRunner implements ProcessRunner {
  readonly #options: RunnerOptions
  readonly #secrets: Secrets

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#secrets = options.secrets ?? new Secrets()
  }

  async capture(request: ProcessRequest): Promise<ProcessOutput> {
    const {failure, stdout, stderr, ...end} = await this.#run(request)
    if (failure === undefined) return {stdout, stderr}
    throw this.#failed(request, {failure, stdout, stderr, ...end})
  }

  async stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void> {
    const {failure, ...end} = await this.#run(request, onLine)
    if (failure !== undefined) throw this.#failed(request, {failure, ...end})
  }

  connect(request: ProcessRequest): Duplex {
    const {environment, children = noRecord} = this.#options
    return connectProgram(this.#traced(request), {...environment, ...request.env}, children)
  }

  async #run(request: ProcessRequest, onLine?: (line: string) => void): Promise<ProgramEnd> {
    const {environment, children = noRecord} = this.#options
    const whole = this.#traced(request)
    return runProgram(whole, {...environment, ...request.env}, {...children, ...(onLine && {line: onLine})})
  }

  /** Traces the request and returns it as it will run. */
  #traced(request: ProcessRequest): ProcessRequest {
    this.#options.trace?.(this.#secrets.mask(maskUserInfo(commandLine(request))))
    const {signal = this.#options.signal, ...others} = request
    return {...others, ...(signal && {signal})}
  }

  #failed(request: ProcessRequest, end: ProgramEnd & {readonly failure: ProcessFailure}): ProcessError {
    const {file, args} = request
    const {failure, summary, exitCode, stdout, stderr} = end
    return new ProcessError(request, {
      failure,
      summary: this.#secrets.mask(maskUserInfo(`${summary}: ${commandLine({file, args})}`)),
      exitCode,
      stdout: this.#secrets.mask(stdout),
      stderr: this.#secrets.mask(maskUserInfo(stderr)),
    })
  }

  passthrough(request: ProcessRequest): Promise<number> {
    return passthrough(request)
  }
}

const noRecord = {started() {}, ended() {}}
