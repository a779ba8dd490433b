import {isRdeError} from '@rde/errors'

/** One image's share of the work. */
export interface Failure {
  readonly reference: string
  readonly error: unknown
}

/** What ended the work tells more than what came of its end. An interruption ends it for all images, and is thrown. */
export function becauseOf(signal: AbortSignal, failed: readonly Failure[]): Failure[] {
  if (!signal.aborted) return [...failed]
  if (isRdeError(signal.reason) && signal.reason.code === 'RDE_INTERRUPTED') throw signal.reason
  return failed.map(({reference, error}) => ({reference, error: isRdeError(error) ? error : signal.reason}))
}

/** Does the work for each, at most `atOnce` at a time: one that fails holds up none of the others. */
export async function settle<Item extends {readonly reference: string}, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = 3,
): Promise<{done: Result[]; failed: Failure[]}> {
  const done: Result[] = []
  const failed: Failure[] = []
  const waiting = [...items]
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const {reference} = item
      await work(item).then(
        (result) => done.push(result),
        (error: unknown) => failed.push({reference, error}),
      )
    }
  }
  await Promise.all(Array.from({length: atOnce}, worker))
  return {done, failed}
}
