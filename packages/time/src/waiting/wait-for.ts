import {setTimeout as sleep} from 'node:timers/promises'

import {timedOut, type TimeoutDetails} from '../deadline.js'

/** The result of one check: the value, or what is still missing (`waiting for the registry`). */
export type Look<Result> = {readonly done: Result} | {readonly missing: string}

export interface WaitOptions extends Partial<Omit<TimeoutDetails, 'lastSeen'>> {
  /** Ends the wait, which then rejects with the signal's reason: Ctrl-C, or the deadline of the caller. */
  readonly signal: AbortSignal
  /** Between two checks; default 0.7 s. */
  readonly pauseMs?: number
  /** Before the first check; default 0. */
  readonly firstPauseMs?: number
  /** Called with what is missing, each time it changes. */
  readonly report?: (missing: string) => void
  /** Ends one pause early when it resolves, because a check is likely to succeed. It never rejects. */
  readonly hint?: Promise<unknown>
  /** Makes the error of a timeout from what was missing last; default `timedOut`. */
  readonly onTimeout?: (missing: string) => Error | Promise<Error>
}

/**
 * Polls until `look` is done; every polling loop of rde uses this. Rejects when `look` rejects, when the signal is
 * aborted, and at the timeout, if there is one. Checks at least once.
 */
export async function waitFor<Result>(look: () => Promise<Look<Result>>, options: WaitOptions): Promise<Result> {
  const {signal, pauseMs = 700, firstPauseMs = 0, timeoutMs = Infinity, report} = options
  const begin = performance.now()
  const hint = hintSignal(options.hint)
  let last: string | undefined
  if (firstPauseMs > 0) await pause(firstPauseMs, signal, hint)
  for (;;) {
    signal.throwIfAborted()
    const found = await look()
    if ('done' in found) return found.done
    if (found.missing !== last) report?.(found.missing)
    last = found.missing
    const left = timeoutMs - (performance.now() - begin)
    if (left <= 0) throw await timeoutError(last, {...options, timeoutMs})
    await pause(Math.min(pauseMs, left), signal, hint)
  }
}

async function timeoutError(lastSeen: string, details: WaitOptions & {readonly timeoutMs: number}): Promise<Error> {
  return details.onTimeout ? details.onTimeout(lastSeen) : timedOut({...details, lastSeen})
}

interface HintSignal {
  /** Undefined after use: later pauses have their full length. */
  signal: AbortSignal | undefined
}

function hintSignal(hint: Promise<unknown> | undefined): HintSignal {
  if (hint === undefined) return {signal: undefined}
  const controller = new AbortController()
  void hint.then(() => controller.abort())
  return {signal: controller.signal}
}

async function pause(ms: number, signal: AbortSignal, hint: HintSignal): Promise<void> {
  const either = hint.signal ? AbortSignal.any([signal, hint.signal]) : signal
  try {
    await sleep(ms, undefined, {signal: either})
  } catch {
    signal.throwIfAborted()
    hint.signal = undefined
  }
}
