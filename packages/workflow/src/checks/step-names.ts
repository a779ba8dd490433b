import {type Check, error} from './check.js'

/** The cluster keeps steps by their names. */
export const checkStepNames: Check = ({steps}, at) => {
  const lines = new Map<string, number>()
  return steps.flatMap(({name}, index) => {
    const place = at(['steps', index, 'name'])
    if (name === '') return [error(place, 'a step needs a name')]
    const line = lines.get(name)
    if (line !== undefined) return [error(place, `there is a step "${name}" in line ${line} already`)]
    lines.set(name, place.line)
    return []
  })
}
