import {isRdeError} from '@rde/errors'

import type {Changes} from './changes.js'

/** One pass from the source to what runs. A part that was not reached is undefined. */
export interface Round {
  readonly number: number
  readonly buildMs?: number
  /** Until every node held the images. */
  readonly importMs?: number
  /** Until pods ran the new content. */
  readonly rolloutMs?: number
  readonly run?: DevRun
  readonly totalMs: number
  /** The part that failed, and why. */
  readonly failed?: {readonly part: RoundPart; readonly error: unknown}
}

export type RoundPart = 'build' | 'bring' | 'run'

export interface DevRun {
  readonly reference: string
  readonly outcome: string
  readonly ms: number
}

/** The work of a round, in its order. */
export interface RoundParts {
  build(): Promise<void>
  bring(): Promise<Pick<Round, 'importMs' | 'rolloutMs'>>
  /** Makes ready, while the build runs, what runs the workflow; undefined where none is to be run. */
  readonly prepareRun: (() => Promise<() => Promise<Omit<DevRun, 'ms'>>>) | undefined
  /** What nobody waits for; given up with the signal, and made up for after the next round. */
  settle(signal: AbortSignal): Promise<void>
}

export interface DevelopOptions {
  readonly parts: RoundParts
  readonly changes: Pick<Changes, 'next'>
  readonly signal: AbortSignal
  /** The first round begins at once, for no change. */
  onRound(round: Round): void
  onChange(paths: readonly string[]): void
}

/** One round now, and one after each change of the source, until the signal is aborted. A round that fails ends nothing. */
export async function develop({parts, changes, signal, onRound, onChange}: DevelopOptions): Promise<never> {
  for (let number = 1; ; number++) {
    onRound(await playRound(number, parts, signal))
    const quiet = new AbortController()
    const settled = parts.settle(AbortSignal.any([signal, quiet.signal]))
    try {
      onChange(await changes.next(signal))
    } finally {
      quiet.abort()
      await settled
    }
  }
}

async function playRound(number: number, parts: RoundParts, signal: AbortSignal): Promise<Round> {
  const begin = performance.now()
  const since = (from: number) => performance.now() - from
  let round: Omit<Round, 'totalMs'> = {number}
  let part: RoundPart = 'build'
  const prepared = parts.prepareRun?.()
  // Told where it is awaited, if the round comes so far.
  prepared?.catch(() => {})
  try {
    await parts.build()
    round = {...round, buildMs: since(begin)}
    part = 'bring'
    round = {...round, ...(await parts.bring())}
    part = 'run'
    const runBegin = performance.now()
    const run = await (await prepared)?.()
    if (run !== undefined) round = {...round, run: {...run, ms: since(runBegin)}}
  } catch (error) {
    if (signal.aborted || !isRdeError(error)) throw error
    round = {...round, failed: {part, error}}
  }
  signal.throwIfAborted()
  return {...round, totalMs: since(begin)}
}
