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

/** The engine would run another image in its place, and say nothing. */
export const checkStepImages: Check = ({steps}, at) =>
  steps.flatMap((step, index) =>
    step.type === 'container' && step.image.trim() === ''
      ? [error(at(['steps', index, 'image']), `step "${step.name}" needs an image`)]
      : [],
  )
