import {setTimeout as sleep} from 'node:timers/promises'

import {isProcessError} from '@rde/process-runner'
import type {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import type {PodObject} from '@rde/toolchain/snapshot/objects'

import {stepContainer} from './step-pods.js'

export interface LogOptions {
  readonly kubectl: Kubectl
  readonly signal: AbortSignal
  /** Called once for each line. */
  readonly onLine: (step: string, line: string) => void
}

/** Reads the logs of steps from their start: cancelling a run deletes its pods together with their logs. */
export class StepLogs {
  readonly #reading = new Map<string, Promise<void>>()

  constructor(private readonly options: LogOptions) {}

  /** Starts reading the log of a step, unless it is already being read. */
  read(step: string, pod: PodObject): void {
    if (!this.#reading.has(step)) this.#reading.set(step, this.#follow(step, pod))
  }

  /** Waits for the end of a step's log, or of all logs, at most `patienceMs`. */
  async ended(step?: string, patienceMs = 3_000): Promise<void> {
    const waited = step === undefined ? [...this.#reading.values()] : [this.#reading.get(step)]
    const enough = new AbortController()
    const pause = sleep(patienceMs, undefined, {signal: enough.signal}).catch(() => undefined)
    await Promise.race([Promise.all(waited), pause])
    enough.abort()
  }

  async #follow(step: string, {metadata: {name: pod, namespace}}: PodObject): Promise<void> {
    const {kubectl, signal, onLine: report} = this.options
    let reported = 0
    for (let attempt = 0; attempt < 3 && !signal.aborted; attempt++) {
      let seen = 0
      const onLine = (line: string) => {
        // An interrupted log is read again from the start: skip the lines already reported.
        if (seen++ < reported) return
        reported++
        report(step, line)
      }
      const broken = await kubectl
        .logs({namespace, pod, container: stepContainer, follow: true, signal}, onLine)
        .then(() => false, brokeOff)
      if (!broken) return
      await sleep(500, undefined, {signal}).catch(() => undefined)
    }
  }
}

/** Whether to read the log again: not if the pod was deleted or we stopped reading. */
function brokeOff(error: unknown): boolean {
  if (!isProcessError(error)) throw error
  return error.failure !== 'cancelled' && !/not found/i.test(error.stderr)
}
