import {dependencyOrder} from '@rde/config'
import {nearest} from '@rde/errors'

import type {Step} from '../document.js'
import {outputsUsed} from '../file/imply-dependencies.js'
import {type Check, error} from './check.js'

/** Each of these problems would make a run wait for an hour. */
export const checkDependencies: Check = ({steps}, at) => {
  const names = new Set(steps.map(({name}) => name))
  const unresolved = steps.flatMap((step, index) =>
    step.dependsOn.flatMap((needed, item) => {
      const position = at(['steps', index, 'dependsOn', item])
      if (needed === step.name) return [error(position, `step "${step.name}" depends on itself`)]
      return names.has(needed) ? [] : [error(position, unknownStep(needed, names))]
    }),
  )
  const indexes = new Map(steps.map(({name}, index) => [name, index]))
  const cyclic = findCycles(steps).map((cycle) => {
    const position = at(['steps', indexes.get(cycle[0]!)!, 'dependsOn'])
    const chain = [...cycle, cycle[0]!]
    const uses = chain.slice(1).flatMap((needed, index) => {
      const stepIndex = indexes.get(chain[index]!)!
      const step = steps[stepIndex]!
      if (!step.implied?.includes(needed)) return []
      const {line} = at(outputsUsed(step, ['steps', stepIndex]).find(({from}) => from === needed)!.path)
      return [`${chain[index]!} uses an output of ${needed} in line ${line}`]
    })
    const reason = uses.length === 0 ? '' : ` (${uses.join('; ')})`
    return error(position, `these steps wait for each other: ${chain.join(' → ')}${reason}`)
  })
  return [...unresolved, ...cyclic]
}

export function unknownStep(name: string, known: ReadonlySet<string>): string {
  // Searching thousands of names for the nearest would take too long.
  const near = known.size > 1_000 ? undefined : nearest(name, [...known])
  return `there is no step "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}

/** Circles of at least two steps; each step is in at most one. */
function findCycles(steps: readonly Step[]): ReadonlyArray<readonly string[]> {
  const needs = steps.map(({name, dependsOn}) => [name, dependsOn.filter((needed) => needed !== name)] as const)
  return dependencyOrder(new Map(needs)).cycles
}
