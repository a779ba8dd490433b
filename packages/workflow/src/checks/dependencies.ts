import {dependencyOrder} from '@rde/config'
import {nearest} from '@rde/errors'

import type {Step} from '../document.js'
import {outputsUsed} from '../file/imply-dependencies.js'
import {type Check, error} from './check.js'

/** Each of these would make a run wait for an hour. */
export const checkDependencies: Check = ({steps}, at) => {
  const names = new Set(steps.map(({name}) => name))
  const single = steps.flatMap((step, index) =>
    step.dependsOn.flatMap((needed, item) => {
      const place = at(['steps', index, 'dependsOn', item])
      if (needed === step.name) return [error(place, `step "${step.name}" depends on itself`)]
      return names.has(needed) ? [] : [error(place, unknownStep(needed, names))]
    }),
  )
  const indexes = new Map(steps.map(({name}, index) => [name, index]))
  const circular = circles(steps).map((circle) => {
    const place = at(['steps', indexes.get(circle[0]!)!, 'dependsOn'])
    const chain = [...circle, circle[0]!]
    const uses = chain.slice(1).flatMap((needed, index) => {
      const place = indexes.get(chain[index]!)!
      if (!steps[place]!.implied?.includes(needed)) return []
      const {line} = at(outputsUsed(steps[place]!, ['steps', place]).find(({from}) => from === needed)!.path)
      return [`${chain[index]!} uses an output of ${needed} in line ${line}`]
    })
    const why = uses.length === 0 ? '' : ` (${uses.join('; ')})`
    return error(place, `these steps wait for each other: ${chain.join(' → ')}${why}`)
  })
  return [...single, ...circular]
}

export function unknownStep(name: string, known: ReadonlySet<string>): string {
  // Asking for the nearest name of thousands would take long.
  const near = known.size > 1_000 ? undefined : nearest(name, [...known])
  return `there is no step "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}

/** Circles of steps, each step in one at most; those of a single step left out. */
function circles(steps: readonly Step[]): ReadonlyArray<readonly string[]> {
  const needs = steps.map(({name, dependsOn}) => [name, dependsOn.filter((needed) => needed !== name)] as const)
  return dependencyOrder(new Map(needs)).cycles
}
