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
  readonly failed?: {readonly part: keyof RoundParts; readonly error: unknown}
}

export interface DevRun {
  readonly reference: string
  readonly outcome: string
  readonly ms: number
}

/** The work of a round, in its order. */
export interface RoundParts {
  build(): Promise<void>
  bring(): Promise<Pick<Round, 'importMs' | 'rolloutMs'>>
  /** Undefined where no workflow is to be run. */
  readonly run: (() => Promise<Omit<DevRun, 'ms'>>) | undefined
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
    onChange(await changes.next(signal))
  }
}

async function playRound(number: number, parts: RoundParts, signal: AbortSignal): Promise<Round> {
  const begin = performance.now()
  const since = (from: number) => performance.now() - from
  let round: Omit<Round, 'totalMs'> = {number}
  let part: keyof RoundParts = 'build'
  try {
    await parts.build()
    round = {...round, buildMs: since(begin)}
    part = 'bring'
    round = {...round, ...(await parts.bring())}
    part = 'run'
    const runBegin = performance.now()
    const run = await parts.run?.()
    if (run !== undefined) round = {...round, run: {...run, ms: since(runBegin)}}
  } catch (error) {
    if (signal.aborted || !isRdeError(error)) throw error
    round = {...round, failed: {part, error}}
  }
  signal.throwIfAborted()
  return {...round, totalMs: since(begin)}
}
