import {timedOut} from '@rde/time'

/** Rejects if the work has not ended in time. The work itself cannot be ended: it is an extension's. */
export async function endWithin<Result>(ms: number, what: string, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timedOut({timeoutMs: ms, what})), ms)
  })
  return Promise.race([work(), late]).finally(() => clearTimeout(timer))
}

/** Rejects with the reason of `signal` if the work continues for longer than `ms` after the abort. */
export async function endAfter<Result>(signal: AbortSignal, ms: number, work: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const done = new AbortController()
  const ended = new Promise<never>((_, reject) => {
    const giveUp = () => (timer = setTimeout(() => reject(signal.reason as Error), ms))
    if (signal.aborted) giveUp()
    // Not once the work has ended: rde would wait for this timer before it exits.
    else signal.addEventListener('abort', giveUp, {once: true, signal: done.signal})
  })
  return Promise.race([work(), ended]).finally(() => {
    clearTimeout(timer)
    done.abort()
  })
}
