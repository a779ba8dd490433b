import {commandLine} from './command-line.js'
import {passthrough} from './passthrough.js'
import {ProcessError} from './process-error.js'
import type {ProcessOutput, ProcessRequest, ProcessRunner} from './process-runner.js'
import {runProgram} from './run-program.js'
import {Secrets} from './secrets.js'

export interface RunnerOptions {
  /** The whole environment of captured programs, before a request's own. */
  readonly environment: Readonly<Record<string, string>>
  /** What must not show in command lines and errors. */
  readonly secrets?: Secrets
  /** Told each command line before it runs, masked (`--verbose`). */
  readonly trace?: (line: string) => void
  /** Told which programs run, so that whoever takes over after a kill -9 of us can end them. */
  readonly children?: {started(pid: number): void; ended(pid: number): void}
  /** Ends captured programs that bring no signal of their own. */
  readonly signal?: AbortSignal
}

/** The runner of real life. */
export class SystemProcessRunner implements ProcessRunner {
  readonly #options: RunnerOptions
  readonly #secrets: Secrets

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#secrets = options.secrets ?? new Secrets()
  }

  async capture(request: ProcessRequest): Promise<ProcessOutput> {
    const {environment, children = nobody, trace} = this.#options
    trace?.(this.#secrets.mask(commandLine(request)))
    const {signal = this.#options.signal, ...wanted} = request
    const whole = {...wanted, ...(signal && {signal})}
    const {failure, summary, exitCode, stdout, stderr} = await runProgram(
      whole,
      {...environment, ...request.env},
      children,
    )
    if (failure === undefined) return {stdout, stderr}
    const {file, args} = request
    throw new ProcessError(request, {
      failure,
      summary: this.#secrets.mask(`${summary}: ${commandLine({file, args})}`),
      exitCode,
      stdout: this.#secrets.mask(stdout),
      stderr: this.#secrets.mask(stderr),
    })
  }

  passthrough(request: ProcessRequest): Promise<number> {
    return passthrough(request)
  }
}

const nobody = {started() {}, ended() {}}
