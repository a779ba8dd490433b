/** Things by their id, each with the ids that it comes after. */
export type Dependencies = ReadonlyMap<string, readonly string[]>

export interface DependencyOrder {
  /** Each behind all that it comes after; what is part of a cycle, or comes after one, is left out. */
  readonly ordered: readonly string[]
  /** Ids that wait for each other, as a way round; none is in two of them. */
  readonly cycles: ReadonlyArray<readonly string[]>
}

/**
 * Orders things by what they come after: first all that come after nothing, then those that only waited for these, and so on,
 * in their given order each time. Ids that are not there are ignored. Takes linear time and no recursion.
 */
export function dependencyOrder(dependencies: Dependencies): DependencyOrder {
  const position = new Map([...dependencies.keys()].map((id, index) => [id, index]))
  const waiting = new Map<string, number>()
  const followers = new Map<string, string[]>()
  for (const [id, after] of dependencies) {
    const needed = [...new Set(after)].filter((one) => dependencies.has(one))
    waiting.set(id, needed.length)
    for (const one of needed) {
      if (!followers.has(one)) followers.set(one, [])
      followers.get(one)!.push(id)
    }
  }
  const ordered: string[] = []
  let ready = [...dependencies.keys()].filter((id) => waiting.get(id) === 0)
  while (ready.length > 0) {
    ordered.push(...ready)
    const next: string[] = []
    for (const id of ready.flatMap((done) => followers.get(done) ?? [])) {
      waiting.set(id, waiting.get(id)! - 1)
      if (waiting.get(id) === 0) next.push(id)
    }
    ready = next.sort((one, other) => position.get(one)! - position.get(other)!)
  }
  const done = new Set(ordered)
  return {ordered, cycles: cyclesAmong(new Map([...dependencies].filter(([id]) => !done.has(id))))}
}

/** Follows from each one the first that it waits for, until it comes back to one of this way. */
function cyclesAmong(stuck: Dependencies): string[][] {
  const found: string[][] = []
  const seen = new Set<string>()
  for (const start of stuck.keys()) {
    const way: string[] = []
    let id: string | undefined = start
    while (id !== undefined && !seen.has(id)) {
      seen.add(id)
      way.push(id)
      id = stuck.get(id)?.find((needed) => stuck.has(needed))
    }
    const from = id === undefined ? -1 : way.indexOf(id)
    if (from !== -1) found.push(way.slice(from))
  }
  return found
}
