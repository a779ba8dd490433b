import type {ContainerStep} from '../document.js'

/** What an executor needs to run one step. */
export interface StepJob {
  readonly step: ContainerStep
  /** Its index in the file. Unlike its name, it is safe in a file name. */
  readonly index: number
  /** The variables from the workflow file, and METADATA_API_URL. */
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** Reports what happens before the step can start. */
  readonly onNotice: (message: string) => void
}

export interface StepEnd {
  /** Absent if the step did not exit by itself. */
  readonly exitCode?: number
  /** Why it failed, if the exit code does not explain it. */
  readonly reason?: string
}

export interface RunningStep {
  readonly ended: Promise<StepEnd>
  /** Stops the step and everything it started. Resolves when they have ended. */
  stop(): Promise<void>
}

/** Runs the steps of one run. */
export interface Executor {
  /** The address that the metadata API binds to, and the host name that steps use for it. */
  readonly api: {readonly address: string; readonly host: string}
  /** What the user should know about this executor. */
  readonly notices: readonly string[]
  /** Does not reject because of the step: a step that cannot start has ended, with a reason. */
  start(job: StepJob): Promise<RunningStep>
  /** Removes everything that the run left behind; resolves with the reason if that fails. */
  close(): Promise<string | undefined>
}

/** A step that could not start. */
export function neverStarted(reason: string): RunningStep {
  return {ended: Promise.resolve({reason}), stop: async () => {}}
}

/** The script of a step's `input`, as relay-core writes it. */
export function scriptOf(input: readonly string[]): string {
  const text = input.join('\n')
  return text.startsWith('#!') ? text : `#!/bin/sh\n${text}`
}
