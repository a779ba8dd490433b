import type {Duplex} from 'node:stream'

export interface ProcessRequest {
  /** A path, or a name to look up on PATH. */
  readonly file: string
  readonly args: readonly string[]
  /** Added to the environment of the runner; `undefined` unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Sent to the program's standard input, which is empty otherwise. */
  readonly input?: string
  /** A file to use as the program's standard input, instead of `input`. */
  readonly inputFile?: string
  /** Never print the input: it holds a secret that may be too short for masking. */
  readonly hidesInput?: boolean
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /**
   * Whether it gets its own process group, so that stopping it also stops its children, as for a build that only starts
   * other programs. It then has no terminal.
   */
  readonly group?: boolean
}

export interface ProcessOutput {
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessRunner {
  /** Runs to completion and returns the output. Rejects with `ProcessError` unless the exit code is 0. */
  capture(request: ProcessRequest): Promise<ProcessOutput>

  /**
   * Runs the program to its end and passes on each line of output as it arrives. Rejects with `ProcessError` like
   * `capture`; a program that should run until its `signal` is aborted ends with the failure `cancelled`.
   */
  stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void>

  /**
   * Starts a program as a tunnel: its input and output are one duplex stream. Closing the stream ends the program, and the
   * stream closes when the program ends, with an error if it did not start.
   */
  connect(request: ProcessRequest): Duplex

  /** Runs the program in our terminal and resolves with its exit code, 128 + n if signal n ended it. */
  passthrough(request: ProcessRequest): Promise<number>
}
