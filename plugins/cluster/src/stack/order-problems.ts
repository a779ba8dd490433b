interface OrderProblem {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * What is wrong with the order of components: ids that there are not, and components that wait for each other. Takes a
 * document that may have other mistakes: all are told at once.
 */
export function orderProblems(components: unknown): OrderProblem[] {
  const after = afterOf(components)
  const unknown = [...after].flatMap(([id, needs]) =>
    needs.flatMap((needed, index) =>
      after.has(needed)
        ? []
        : [{path: ['components', id, 'after', index], message: `is "${needed}", which is no component`}],
    ),
  )
  const stuck = waitingForever(after)
  if (stuck.length === 0) return unknown
  return [...unknown, {path: ['components', stuck[0]!, 'after'], message: `makes a circle: ${stuck.join(', ')}`}]
}

/** The components that never get their turn. */
function waitingForever(after: ReadonlyMap<string, readonly string[]>): string[] {
  let left = [...after.keys()]
  for (;;) {
    const still = left.filter((id) => after.get(id)?.some((needed) => left.includes(needed)))
    if (still.length === left.length) return still
    left = still
  }
}

function afterOf(components: unknown): Map<string, readonly string[]> {
  const entries = Object.entries((components ?? {}) as Record<string, {after?: unknown} | null>)
  return new Map(entries.map(([id, component]) => [id, Array.isArray(component?.after) ? component.after : []]))
}
