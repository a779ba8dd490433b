import type {ContainerStep} from '../document.js'

/** What one step needs to run, wherever it runs. */
export interface StepJob {
  readonly step: ContainerStep
  /** Its place in the file: unlike its name, good for the name of a file. */
  readonly index: number
  /** What the file adds to its environment, and METADATA_API_URL. */
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
  /** What is being done before it can start. */
  readonly onNotice: (message: string) => void
}

export interface StepEnd {
  /** Absent where the step did not come to an end of its own. */
  readonly exitCode?: number
  /** Why it failed, where the exit code does not say it. */
  readonly reason?: string
}

export interface RunningStep {
  readonly ended: Promise<StepEnd>
  /** Ends it and all it started. Resolves when they are gone. */
  stop(): Promise<void>
}

/** Where the steps of one run are run. */
export interface Executor {
  /** The address that the metadata API binds to, and the host by which steps reach it. */
  readonly api: {readonly address: string; readonly host: string}
  /** What the user should know of this way of running. */
  readonly notices: readonly string[]
  /** Never rejects because of the step itself: one that cannot start has ended, with its reason. */
  start(job: StepJob): Promise<RunningStep>
  /** Removes all that the run left; resolves with what could not be removed, if anything. */
  close(): Promise<string | undefined>
}

/** A step that ended before it began. */
export function neverStarted(reason: string): RunningStep {
  return {ended: Promise.resolve({reason}), stop: async () => {}}
}

/** The script of a step's `input`, as relay-core writes it. */
export function scriptOf(input: readonly string[]): string {
  const text = input.join('\n')
  return text.startsWith('#!') ? text : `#!/bin/sh\n${text}`
}
