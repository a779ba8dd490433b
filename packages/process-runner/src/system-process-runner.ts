import {commandLine} from './command-line.js'
import {passthrough} from './passthrough.js'
import {ProcessError, type ProcessFailure} from './process-error.js'
import type {ProcessOutput, ProcessRequest, ProcessRunner} from './process-runner.js'
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

/** How long a program may take to end after SIGTERM, before SIGKILL. */
const gracePeriodMs = 5_000

/** The runner of real life. execa takes 100 ms to load, so it is loaded when the first output is wanted. */
export class SystemProcessRunner implements ProcessRunner {
  readonly #options: RunnerOptions
  readonly #secrets: Secrets

  constructor(options: RunnerOptions) {
    this.#options = options
    this.#secrets = options.secrets ?? new Secrets()
  }

  async capture(request: ProcessRequest): Promise<ProcessOutput> {
    const {child} = await this.#start(request, {maxBuffer: 200_000_000})
    const result = await child
    this.#ended(child)
    const {stdout, stderr} = result
    if (result.failed) throw this.#failed(request, result)
    return {stdout, stderr}
  }

  async stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void> {
    // What was told is not kept: a watch may run for hours.
    const {child} = await this.#start(request, {buffer: {stdout: false}})
    for await (const line of child.iterable()) onLine(line)
    const result = await child
    this.#ended(child)
    if (result.failed) throw this.#failed(request, result)
  }

  async #start(request: ProcessRequest, output: OutputOptions) {
    const {environment, children, trace} = this.#options
    trace?.(this.#secrets.mask(commandLine(request)))
    const {execa} = await import('execa')
    const {file, args, env, input, timeoutMs, signal = this.#options.signal} = request
    const child = execa(file, args, {
      reject: false,
      extendEnv: false,
      env: {...environment, ...env},
      forceKillAfterDelay: gracePeriodMs,
      ...output,
      ...(input === undefined ? {stdin: 'ignore' as const} : {input}),
      ...(timeoutMs !== undefined && {timeout: timeoutMs}),
      ...(signal && {cancelSignal: signal}),
    })
    if (child.pid !== undefined) children?.started(child.pid)
    // Wrapped: awaited by itself it would be its end.
    return {child}
  }

  #ended({pid}: {readonly pid?: number | undefined}): void {
    if (pid !== undefined) this.#options.children?.ended(pid)
  }

  #failed(request: ProcessRequest, end: ProgramEnd): ProcessError {
    const {file, args} = request
    return new ProcessError(request, {
      failure: failureOf(end),
      summary: this.#secrets.mask(`${summaryOf(end)}: ${commandLine({file, args})}`),
      exitCode: end.exitCode,
      stdout: this.#secrets.mask(end.stdout ?? ''),
      stderr: this.#secrets.mask(end.stderr ?? ''),
    })
  }

  passthrough(request: ProcessRequest): Promise<number> {
    return passthrough(request)
  }
}

/** What execa says of the end of a program, as far as we look at it. */
interface ProgramEnd {
  readonly timedOut: boolean
  readonly isCanceled: boolean
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
  readonly originalMessage?: string | undefined
  readonly stdout?: string | undefined
  readonly stderr?: string | undefined
}

interface OutputOptions {
  readonly maxBuffer?: number
  readonly buffer?: {readonly stdout: false}
}

function failureOf({timedOut, isCanceled, exitCode, signal}: ProgramEnd): ProcessFailure {
  if (timedOut) return 'timed-out'
  if (isCanceled) return 'cancelled'
  if (exitCode !== undefined) return 'exit-code'
  return signal === undefined ? 'not-started' : 'killed'
}

function summaryOf(end: ProgramEnd): string {
  const said = {
    'timed-out': 'took too long and was ended',
    cancelled: 'was interrupted',
    'exit-code': `exit code ${end.exitCode}`,
    killed: `was killed by ${end.signal}`,
    'not-started': `did not start (${end.code ?? end.originalMessage})`,
  }
  return said[failureOf(end)]
}
