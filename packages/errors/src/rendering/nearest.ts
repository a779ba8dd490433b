import {distance} from 'fastest-levenshtein'

/** With more words than this, no suggestion is made, because it would take too long. */
const maxWords = 1_000

/**
 * The known word that was probably meant, for "did you mean": the closest one, ignoring case, if at most a third of it
 * differs. Two swapped letters count as one difference.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length > maxWords || word.length > 200) return undefined
  const rated = known.map((candidate) => ({
    candidate,
    editDistance: editDistance(candidate.toLowerCase(), word.toLowerCase()),
  }))
  const near = rated.filter(({candidate, editDistance}) => editDistance <= tolerated(candidate, word))
  return near.sort((one, other) => one.editDistance - other.editDistance)[0]?.candidate
}

function tolerated(candidate: string, word: string): number {
  return Math.floor(Math.max(candidate.length, word.length) / 3)
}

/** The number of letters that differ; two swapped letters count as one. */
export function editDistance(candidate: string, typed: string): number {
  const straight = distance(candidate, typed)
  if (straight < 2) return straight
  const swapped = [...typed].slice(1).map((_, index) => 1 + distance(candidate, swap(typed, index)))
  return Math.min(straight, ...swapped)
}

function swap(word: string, at: number): string {
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2)
}
