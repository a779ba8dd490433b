import pMap from 'p-map'

import {isRdeError} from '@rde/errors'

import type {ImageReference} from '../image-reference.js'

/** An image that failed, and why. */
export interface ImageFailure {
  readonly reference: ImageReference
  readonly error: unknown
}

/** Keeps two cores and a disk busy: Docker compresses each layer on one core. */
const defaultConcurrency = 3

/** Does the work for each image, a few at a time; a failure does not stop the others. Keeps the order of the items. */
export async function mapImages<Item extends {readonly reference: ImageReference}, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  concurrency = defaultConcurrency,
): Promise<{done: Result[]; failed: ImageFailure[]}> {
  const results = await pMap(
    items,
    async (item) => {
      try {
        return {done: [await work(item)], failed: []}
      } catch (error) {
        return {done: [], failed: [{reference: item.reference, error}]}
      }
    },
    {concurrency},
  )
  return {done: results.flatMap(({done}) => done), failed: results.flatMap(({failed}) => failed)}
}

/** If the signal was aborted, replaces unknown errors with its reason, or throws it if it is an interruption. */
export function withCause(signal: AbortSignal, failed: readonly ImageFailure[]): ImageFailure[] {
  if (!signal.aborted) return [...failed]
  if (isRdeError(signal.reason) && signal.reason.code === 'RDE_INTERRUPTED') throw signal.reason
  return failed.map(({reference, error}) => ({reference, error: isRdeError(error) ? error : signal.reason}))
}
