import type {Duplex} from 'node:stream'

export interface ProcessRequest {
  /** A path, or a name that is looked up on PATH. */
  readonly file: string
  readonly args: readonly string[]
  /** Added to the environment that the runner gives; `undefined` unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Sent to the program's standard input, which is empty otherwise. */
  readonly input?: string
  /** Never print the input: it holds a secret that may be too short for masking. */
  readonly hidesInput?: boolean
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /**
   * Whether it gets a process group of its own, so that what it has started ends with it where it is ended before its time: a
   * build that only starts others. It has no terminal then.
   */
  readonly group?: boolean
}

export interface ProcessOutput {
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessRunner {
  /** Runs to completion and returns what was printed. Rejects with `ProcessError` unless the exit code is 0. */
  capture(request: ProcessRequest): Promise<ProcessOutput>

  /**
   * Runs the program to its end and passes on each line of output as it comes. Rejects with `ProcessError` as `capture` does;
   * a program that is to run until its `signal` is aborted ends with the failure `cancelled`.
   */
  stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void>

  /**
   * Starts a program as a tunnel: its input and output are one duplex stream. Closing the stream ends the program, and the
   * stream closes when the program ends, with an error if it did not start.
   */
  connect(request: ProcessRequest): Duplex

  /** Hands our terminal to the process and resolves with its exit code, 128 + n if signal n ended it. */
  passthrough(request: ProcessRequest): Promise<number>
}
