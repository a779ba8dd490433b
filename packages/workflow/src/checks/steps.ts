import {type Check, error} from './check.js'

/** The cluster stores steps by name. */
export const checkStepNames: Check = ({steps}, at) => {
  const lines = new Map<string, number>()
  return steps.flatMap(({name}, index) => {
    const position = at(['steps', index, 'name'])
    if (name === '') return [error(position, 'a step needs a name')]
    const line = lines.get(name)
    if (line !== undefined) return [error(position, `step "${name}" is already defined in line ${line}`)]
    lines.set(name, position.line)
    return []
  })
}

/** Without an image, the engine would silently run a default image. */
export const checkStepImages: Check = ({steps}, at) =>
  steps.flatMap((step, index) =>
    step.type === 'container' && step.image.trim() === ''
      ? [error(at(['steps', index, 'image']), `step "${step.name}" needs an image`)]
      : [],
  )
