import type {Step} from '../document.js'
import {outputsUsed} from '../file/imply-dependencies.js'
import {nearest} from '@rde/errors'
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

/** Circles of steps, each step in one at most; those of a single step left out. Takes no recursion: files can be long. */
function circles(steps: readonly Step[]): string[][] {
  const needs = new Map(steps.map(({name, dependsOn}) => [name, dependsOn.filter((needed) => needed !== name)]))
  const open = unfinished(needs)
  const found: string[][] = []
  const seen = new Set<string>()
  for (const start of open) {
    const way: string[] = []
    let step: string | undefined = start
    while (step !== undefined && !seen.has(step)) {
      seen.add(step)
      way.push(step)
      step = needs.get(step)?.find((needed) => open.has(needed))
    }
    const from = step === undefined ? -1 : way.indexOf(step)
    if (from !== -1) found.push(way.slice(from))
  }
  return found
}

/** The steps that would never start, if all ran whose dependencies have run. */
function unfinished(needs: ReadonlyMap<string, readonly string[]>): Set<string> {
  const open = new Set(needs.keys())
  const users = new Map<string, string[]>()
  const left = new Map<string, number>()
  for (const [name, needed] of needs) {
    const known = [...new Set(needed)].filter((one) => needs.has(one))
    left.set(name, known.length)
    for (const one of known) users.set(one, [...(users.get(one) ?? []), name])
  }
  const ready = [...open].filter((name) => left.get(name) === 0)
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    open.delete(name)
    for (const user of users.get(name) ?? []) {
      left.set(user, left.get(user)! - 1)
      if (left.get(user) === 0) ready.push(user)
    }
  }
  return open
}
