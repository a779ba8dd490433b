/** One image's share of the work. */
export interface Failure {
  readonly reference: string
  readonly error: unknown
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
