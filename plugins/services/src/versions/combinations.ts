/** The versions of a service that combinations are made of. */
export interface Axis {
  readonly service: string
  readonly versions: readonly string[]
}

/** A version of each service. */
export type Combination = Readonly<Record<string, string>>

export function countCombinations(axes: readonly Axis[]): number {
  return axes.length === 0 ? 0 : axes.reduce((count, {versions}) => count * versions.length, 1)
}

/** The combinations are counted as an odometer counts: the version of the last service changes first. */
export function combinationAt(axes: readonly Axis[], index: number): Combination {
  const digits: Array<[string, string]> = []
  let rest = index
  for (const {service, versions} of [...axes].reverse()) {
    digits.unshift([service, versions[rest % versions.length]!])
    rest = Math.floor(rest / versions.length)
  }
  return Object.fromEntries(digits)
}

/** The place of a combination; undefined where it is none of them. */
export function placeOf(axes: readonly Axis[], combination: Combination): number | undefined {
  let place = 0
  for (const {service, versions} of axes) {
    const digit = versions.indexOf(combination[service] ?? '')
    if (digit === -1) return undefined
    place = place * versions.length + digit
  }
  return axes.length === 0 ? undefined : place
}

/** The place after or before one, round the end; the first or the last one where there is none. */
export function step(place: number | undefined, by: 1 | -1, count: number): number {
  if (place === undefined) return by === 1 ? 0 : count - 1
  return (place + by + count) % count
}

/** Numbers in versions count as numbers: 1.2 comes before 1.10. */
export function inOrder(versions: Iterable<string>): string[] {
  return [...new Set(versions)].sort((one, other) => one.localeCompare(other, 'en', {numeric: true}))
}

/** `relay-metadata-api@1.2 relay-operator@1.3` */
export function describeCombination(combination: Combination): string {
  return Object.entries(combination)
    .map(([service, version]) => `${service}@${version}`)
    .join(' ')
}
