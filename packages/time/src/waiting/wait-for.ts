import {setTimeout as sleep} from 'node:timers/promises'

import {timedOut, type TimeoutDetails} from '../deadline.js'

/** What one look found: the result, or what is still missing (`waiting for the registry`). */
export type Look<Result> = {readonly done: Result} | {readonly missing: string}

export interface WaitOptions extends Partial<Omit<TimeoutDetails, 'lastSeen'>> {
  /** Ends the wait, which rejects with its reason: Ctrl-C, or the deadline of the caller. */
  readonly signal: AbortSignal
  /** Between two looks; 0.7 s unless given. */
  readonly pauseMs?: number
  /** Before the first look, where it would come too early; none unless given. */
  readonly firstPauseMs?: number
  /** Told what is missing, each time that it changes. */
  readonly report?: (missing: string) => void
  /** Cuts a pause short when it resolves: a look is likely to succeed then. It does not reject. */
  readonly hint?: Promise<unknown>
  /** The error when the time is up, given what was missing last; that of `timedOut` unless given. */
  readonly onTimeout?: (missing: string) => Error | Promise<Error>
}

/**
 * Looks again and again until it is done: the one loop of rde that waits by asking. Rejects when a look rejects, when the
 * signal is aborted, and when the time is up, if it is limited. There is always at least one look.
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
  /** Undefined once it was used: later pauses have their full length. */
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
