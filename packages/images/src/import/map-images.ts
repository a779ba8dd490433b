import pMap from 'p-map'

import {isRdeError} from '@rde/errors'

import type {ImageReference} from '../image-reference.js'

/** One image's share of the work. */
export interface ImageFailure {
  readonly reference: ImageReference
  readonly error: unknown
}

/** As many as keep two cores and a disk busy: Docker compresses each layer on one core. */
const atOnce = 3

/** Does the work for each image, a few at a time; one that fails holds up no other. Both results are in the order given. */
export async function mapImages<Item extends {readonly reference: ImageReference}, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  concurrency = atOnce,
): Promise<{done: Result[]; failed: ImageFailure[]}> {
  const settled = await pMap(
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
  return {done: settled.flatMap(({done}) => done), failed: settled.flatMap(({failed}) => failed)}
}

/** Names what ended the work as the cause of each failure after it. An interruption ends it for all images, and is thrown. */
export function withCause(signal: AbortSignal, failed: readonly ImageFailure[]): ImageFailure[] {
  if (!signal.aborted) return [...failed]
  if (isRdeError(signal.reason) && signal.reason.code === 'RDE_INTERRUPTED') throw signal.reason
  return failed.map(({reference, error}) => ({reference, error: isRdeError(error) ? error : signal.reason}))
}
