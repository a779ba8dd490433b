import {isRdeError} from '@rde/errors'

import type {Changes} from './changes.js'

/** One pass from the source to running pods. Parts that were not reached are undefined. */
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

export type RoundPart = 'build' | 'deploy' | 'run'

export interface DevRun {
  readonly reference: string
  readonly outcome: string
  readonly ms: number
}

/** The steps of a round, in order. */
export interface RoundParts {
  build(): Promise<void>
  /** Imports and rolls out the images. */
  deploy(): Promise<Pick<Round, 'importMs' | 'rolloutMs'>>
  /** Prepares the workflow run while the build runs; undefined if there is no workflow to run. */
  readonly prepareRun: (() => Promise<() => Promise<Omit<DevRun, 'ms'>>>) | undefined
  /** Background work after a round; if the signal interrupts it, it is done after the next round. */
  cleanUp(signal: AbortSignal): Promise<void>
}

export interface DevelopOptions {
  readonly parts: RoundParts
  readonly changes: Pick<Changes, 'next'>
  readonly signal: AbortSignal
  /** Called after each round. The first round begins at once, without a change. */
  onRound(round: Round): void
  onChange(paths: readonly string[]): void
}

/**
 * Plays one round now, and one after each change of the source, until the signal is aborted. Survives failed rounds.
 */
export async function develop({parts, changes, signal, onRound, onChange}: DevelopOptions): Promise<never> {
  for (let number = 1; ; number++) {
    onRound(await playRound(number, parts, signal))
    const quiet = new AbortController()
    const cleanedUp = parts.cleanUp(AbortSignal.any([signal, quiet.signal]))
    try {
      onChange(await changes.next(signal))
    } finally {
      quiet.abort()
      await cleanedUp
    }
  }
}

async function playRound(number: number, parts: RoundParts, signal: AbortSignal): Promise<Round> {
  const begin = performance.now()
  const since = (from: number) => performance.now() - from
  let round: Omit<Round, 'totalMs'> = {number}
  let part: RoundPart = 'build'
  const prepared = parts.prepareRun?.()
  // Handled where it is awaited, if the round gets that far.
  prepared?.catch(() => {})
  try {
    await parts.build()
    round = {...round, buildMs: since(begin)}
    part = 'deploy'
    round = {...round, ...(await parts.deploy())}
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
