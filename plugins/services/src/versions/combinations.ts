/** The versions of one service that are combined. */
export interface Axis {
  readonly service: string
  readonly versions: readonly string[]
}

/** A version of each service. */
export type Combination = Readonly<Record<string, string>>

export function countCombinations(axes: readonly Axis[]): number {
  return axes.length === 0 ? 0 : axes.reduce((count, {versions}) => count * versions.length, 1)
}

/** The combination at an index. They are ordered like an odometer: the version of the last service changes first. */
export function combinationAt(axes: readonly Axis[], index: number): Combination {
  const digits: Array<[string, string]> = []
  let rest = index
  for (const {service, versions} of [...axes].reverse()) {
    digits.unshift([service, versions[rest % versions.length]!])
    rest = Math.floor(rest / versions.length)
  }
  return Object.fromEntries(digits)
}

/** The index of a combination; undefined if its versions are not among the axes. */
export function combinationIndex(axes: readonly Axis[], combination: Combination): number | undefined {
  let index = 0
  for (const {service, versions} of axes) {
    const digit = versions.indexOf(combination[service] ?? '')
    if (digit === -1) return undefined
    index = index * versions.length + digit
  }
  return axes.length === 0 ? undefined : index
}

/** The next or previous index, wrapping around; the first or last index if there is none yet. */
export function step(index: number | undefined, by: 1 | -1, count: number): number {
  if (index === undefined) return by === 1 ? 0 : count - 1
  return (index + by + count) % count
}

/** Sorts versions numerically, 1.2 before 1.10, and removes duplicates. */
export function sortVersions(versions: Iterable<string>): string[] {
  return [...new Set(versions)].sort((one, other) => one.localeCompare(other, 'en', {numeric: true}))
}

/** `relay-metadata-api@1.2 relay-operator@1.3` */
export function describeCombination(combination: Combination): string {
  return Object.entries(combination)
    .map(([service, version]) => `${service}@${version}`)
    .join(' ')
}
