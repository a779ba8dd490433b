import {distance} from 'fastest-levenshtein'

/** The known word that was probably meant: the nearest one, if no more than a third of it differs. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const rated = known.map((candidate) => ({candidate, far: distance(candidate.toLowerCase(), word.toLowerCase())}))
  const [best] = rated.sort((one, other) => one.far - other.far)
  return best && best.far <= best.candidate.length / 3 ? best.candidate : undefined
}
