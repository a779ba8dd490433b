import {stat} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'

const lookEveryMs = 300

/** Resolves with the new time once a file has been saved after `since`; rejects when the signal is aborted. */
export async function savedAgain(path: string, since: number, signal: AbortSignal): Promise<number> {
  for (;;) {
    await sleep(lookEveryMs, undefined, {signal})
    const now = await savedAt(path)
    // An editor may remove a file for a moment.
    if (now !== 0 && now !== since) return now
  }
}

/** When a file was last saved; 0 if it does not exist. */
export async function savedAt(path: string): Promise<number> {
  return stat(path).then(
    ({mtimeMs}) => mtimeMs,
    () => 0,
  )
}
