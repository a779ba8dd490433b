/** Dependencies by id: each id with the ids that it depends on. */
export type Dependencies = ReadonlyMap<string, readonly string[]>

export interface DependencyOrder {
  /** Each after its dependencies. Ids that are part of a cycle, or depend on one, are left out. */
  readonly ordered: readonly string[]
  /** Ids that depend on each other, in the order of the cycle. No id is in two cycles. */
  readonly cycles: ReadonlyArray<readonly string[]>
}

/**
 * Orders ids by their dependencies: first those without any, then those that only depend on these, and so on, each time
 * in the given order. Unknown ids are ignored. Takes linear time, without recursion.
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

/** Follows the first dependency of each id until it returns to an id on the path. */
function cyclesAmong(stuck: Dependencies): string[][] {
  const found: string[][] = []
  const seen = new Set<string>()
  for (const start of stuck.keys()) {
    const path: string[] = []
    let id: string | undefined = start
    while (id !== undefined && !seen.has(id)) {
      seen.add(id)
      path.push(id)
      id = stuck.get(id)?.find((needed) => stuck.has(needed))
    }
    const from = id === undefined ? -1 : path.indexOf(id)
    if (from !== -1) found.push(path.slice(from))
  }
  return found
}
