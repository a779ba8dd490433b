/** Works on at most `atATime` items at the same time. */
export async function inParallel<Item>(
  atATime: number,
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({length: atATime}, worker))
}
