import type {Duplex} from 'node:stream'

export interface ProcessRequest {
  /** A path, or a name that is looked up on PATH. */
  readonly file: string
  readonly args: readonly string[]
  /** Added to the environment that the runner gives; `undefined` unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Sent to the program's standard input, which is empty otherwise. */
  readonly input?: string
  /** The input is shown nowhere: it holds a secret that may be too short to be blotted out of a text. */
  readonly hidesInput?: boolean
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface ProcessOutput {
  readonly stdout: string
  readonly stderr: string
}

export interface ProcessRunner {
  /** Runs to completion and returns what was printed. Rejects with `ProcessError` unless the exit code is 0. */
  capture(request: ProcessRequest): Promise<ProcessOutput>

  /**
   * Runs to the program's end and tells each line of its output as it comes. Rejects with `ProcessError` as `capture` does;
   * a program that is to run until its `signal` is aborted ends with the failure `cancelled`.
   */
  stream(request: ProcessRequest, onLine: (line: string) => void): Promise<void>

  /**
   * Starts a program that leads to somewhere else: what it reads and prints is one stream. The program ends when the stream
   * is closed, and the stream when the program ends, for whatever reason: with an error where it did not start.
   */
  connect(request: ProcessRequest): Duplex

  /** Hands our terminal to the process and resolves with its exit code, 128 + n if signal n ended it. */
  passthrough(request: ProcessRequest): Promise<number>
}
