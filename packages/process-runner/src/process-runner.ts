export interface ProcessRequest {
  /** A path, or a name that is looked up on PATH. */
  readonly file: string
  readonly args: readonly string[]
  /** Added to the environment that the runner gives; `undefined` unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Sent to the program's standard input, which is empty otherwise. */
  readonly input?: string
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

  /** Hands our terminal to the process and resolves with its exit code, 128 + n if signal n ended it. */
  passthrough(request: ProcessRequest): Promise<number>
}
