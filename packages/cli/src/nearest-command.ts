import {misses} from '@rde/errors'

/**
 * The command that was probably meant, if one is near. Ids have their words joined by colons; what was typed may go on
 * with arguments, so each id is compared with as many words as it has itself.
 */
export function nearestCommand(typed: string, ids: readonly string[]): string | undefined {
  const words = typed.split(':')
  const rated = ids.map((id) => {
    const wordCount = id.split(':').length
    return {id, wordCount, misses: misses(id, words.slice(0, wordCount).join(':'))}
  })
  const near = rated.filter(({id, misses}) => misses <= Math.max(1, Math.floor(id.length / 3)))
  // The longest of the nearest: `clustre start` is rather `cluster start` than `cluster`.
  return near.sort((a, b) => b.wordCount - a.wordCount || a.misses - b.misses)[0]?.id
}
