import {type Check, error} from './check.js'

/** The engine would run another image in its place, and say nothing. */
export const checkStepImages: Check = ({steps}, at) =>
  steps.flatMap((step, index) =>
    step.type === 'container' && step.image.trim() === ''
      ? [error(at(['steps', index, 'image']), `step "${step.name}" needs an image`)]
      : [],
  )
