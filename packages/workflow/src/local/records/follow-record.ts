import {open, type FileHandle} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import type {RunEvent} from '../../run/events.js'
import type {LocalRunName} from '../local-reference.js'
import {readSummary} from './read-records.js'
import {folderOf} from './record-folders.js'

export interface FollowRecordOptions {
  /** Ends the following; the run goes on. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Called once all that was recorded before has been reported. */
  readonly onCaughtUp?: () => void
}

/** How often the record is looked at; asked of the file system, since watches are scarce on machines that run clusters. */
const lookEveryMs = 40
/** How often its rde is looked for, which takes more: one that is not killed records how the run ended. */
const lookForRdeEveryMs = 1_000
const chunkBytes = 256 * 1024

/**
 * Reports the events of a recorded run from the first to the last, whoever runs it. Resolves when the run has ended; one whose
 * rde was killed counts as cancelled.
 */
export async function followLocalRun(
  root: string,
  run: LocalRunName,
  {signal, onEvent, onCaughtUp}: FollowRecordOptions,
): Promise<void> {
  const file = await openWhenThere(join(folderOf(root, run), 'events.jsonl'), signal)
  if (file === undefined) return
  let ended = false
  const report = (event: RunEvent) => {
    ended ||= event.type === 'run-ended'
    onEvent(event)
  }
  try {
    const reader = new LineReader(file)
    let lookForRdeAt = 0
    while (!ended && !signal.aborted) {
      const isDue = reader.isAtEnd && performance.now() >= lookForRdeAt
      if (isDue) lookForRdeAt = performance.now() + lookForRdeEveryMs
      // Asked first: what it wrote before it ended is there then.
      const summary = isDue ? await readSummary(root, run) : undefined
      const lines = await reader.read()
      for (const line of lines) report(JSON.parse(line) as RunEvent)
      if (reader.isAtEnd || ended) onCaughtUp?.()
      if (lines.length > 0 || ended) continue
      if (summary !== undefined && summary.state !== 'running') return report(lastEvent(summary))
      await sleep(lookEveryMs, undefined, {signal}).catch(() => undefined)
    }
  } finally {
    await file.close()
  }
}

/** The record of a run that begins has no events yet. */
async function openWhenThere(path: string, signal: AbortSignal): Promise<FileHandle | undefined> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      return await open(path)
    } catch (error) {
      if (attempt > 25 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      await sleep(lookEveryMs, undefined, {signal}).catch(() => undefined)
    }
  }
  return undefined
}

function lastEvent({reference, state}: {reference: string; state: string}): RunEvent {
  const outcome = state === 'succeeded' || state === 'failed' ? state : 'cancelled'
  return {type: 'run-ended', run: reference, outcome}
}

/** Reads the whole lines of a file that grows. */
class LineReader {
  readonly #buffer = Buffer.alloc(chunkBytes)
  #begun: Buffer = Buffer.alloc(0)
  isAtEnd = false

  constructor(private readonly file: FileHandle) {}

  async read(): Promise<string[]> {
    const {bytesRead} = await this.file.read(this.#buffer, 0, chunkBytes)
    this.isAtEnd = bytesRead < chunkBytes
    const bytes = Buffer.concat([this.#begun, this.#buffer.subarray(0, bytesRead)])
    const end = bytes.lastIndexOf(10)
    this.#begun = bytes.subarray(end + 1)
    return end === -1 ? [] : bytes.toString('utf8', 0, end).split('\n')
  }
}
