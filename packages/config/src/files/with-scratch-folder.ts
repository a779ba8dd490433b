import {mkdtemp, rm} from 'node:fs/promises'

/**
 * Makes an empty private folder for `use`, and removes it afterwards with what it contains. Its path is `prefix` and six
 * more characters; its parent must exist.
 */
export async function withScratchFolder<Result>(
  prefix: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(prefix)
  try {
    return await use(folder)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}
