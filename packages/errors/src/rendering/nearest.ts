import {distance} from 'fastest-levenshtein'

/** Above this many words the nearest one is not looked for: it would take long. */
const mostWords = 1_000

/**
 * The known word that was probably meant, for "did you mean": the nearest one if at most a third of it differs, case aside.
 * Two letters that changed places are one difference.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length > mostWords || word.length > 200) return undefined
  const rated = known.map((candidate) => ({candidate, misses: misses(candidate.toLowerCase(), word.toLowerCase())}))
  const near = rated.filter(({candidate, misses}) => misses <= tolerated(candidate, word))
  return near.sort((one, other) => one.misses - other.misses)[0]?.candidate
}

function tolerated(candidate: string, word: string): number {
  return Math.floor(Math.max(candidate.length, word.length) / 3)
}

/** How many letters differ between what was typed and what may have been meant. */
export function misses(candidate: string, typed: string): number {
  const straight = distance(candidate, typed)
  if (straight < 2) return straight
  const swapped = [...typed].slice(1).map((_, index) => 1 + distance(candidate, swap(typed, index)))
  return Math.min(straight, ...swapped)
}

function swap(word: string, at: number): string {
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
}
