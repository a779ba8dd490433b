import {open, type FileHandle} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

import type {RunEvent} from '../../run/events.js'
import type {LocalRunName} from '../local-reference.js'
import {readSummary} from './read-records.js'
import {folderOf} from './record-folders.js'

export interface FollowRecordOptions {
  /** Stops following; the run continues. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  /** Called once all events recorded so far have been reported. */
  readonly onCaughtUp?: () => void
}

/** The polling interval for the record. File system watches are scarce on machines that run clusters. */
const pollMs = 40
/** The interval for checking that the rde of the run is alive, which costs more. Only a killed rde records no end. */
const checkRdeMs = 1_000
const chunkBytes = 256 * 1024

/**
 * Reports all events of a recorded run, also if another rde runs it. Resolves when the run has ended; a run whose rde
 * was killed counts as cancelled.
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
    let checkRdeAt = 0
    while (!ended && !signal.aborted) {
      const isDue = reader.isAtEnd && performance.now() >= checkRdeAt
      if (isDue) checkRdeAt = performance.now() + checkRdeMs
      // Check rde before reading, so that the read sees everything it wrote before it ended.
      const summary = isDue ? await readSummary(root, run) : undefined
      const lines = await reader.read()
      for (const line of lines) report(JSON.parse(line) as RunEvent)
      if (reader.isAtEnd || ended) onCaughtUp?.()
      if (lines.length > 0 || ended) continue
      if (summary !== undefined && summary.state !== 'running') return report(lastEvent(summary))
      await sleep(pollMs, undefined, {signal}).catch(() => undefined)
    }
  } finally {
    await file.close()
  }
}

/** Waits for the file: the record of a run that is starting has no events yet. */
async function openWhenThere(path: string, signal: AbortSignal): Promise<FileHandle | undefined> {
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      return await open(path)
    } catch (error) {
      if (attempt > 25 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      await sleep(pollMs, undefined, {signal}).catch(() => undefined)
    }
  }
  return undefined
}

function lastEvent({reference, state}: {reference: string; state: string}): RunEvent {
  const outcome = state === 'succeeded' || state === 'failed' ? state : 'cancelled'
  return {type: 'run-ended', run: reference, outcome}
}

/** Reads complete lines of a growing file. */
class LineReader {
  readonly #buffer = Buffer.alloc(chunkBytes)
  #incomplete: Buffer = Buffer.alloc(0)
  isAtEnd = false

  constructor(private readonly file: FileHandle) {}

  async read(): Promise<string[]> {
    const {bytesRead} = await this.file.read(this.#buffer, 0, chunkBytes)
    this.isAtEnd = bytesRead < chunkBytes
    const bytes = Buffer.concat([this.#incomplete, this.#buffer.subarray(0, bytesRead)])
    const end = bytes.lastIndexOf(10)
    this.#incomplete = bytes.subarray(end + 1)
    return end === -1 ? [] : bytes.toString('utf8', 0, end).split('\n')
  }
}
