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

  /** Hands our terminal to the process and resolves with its exit code, 128 + n if signal n ended it. */
  passthrough(request: ProcessRequest): Promise<number>
}
