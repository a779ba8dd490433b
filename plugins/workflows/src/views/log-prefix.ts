import {styleText} from 'node:util'

const colours = ['cyan', 'magenta', 'yellow', 'blue', 'green'] as const

export interface PrefixWishes {
  /** In the order of the file: a step keeps its colour. */
  readonly steps: readonly string[]
  readonly coloured: boolean
}

/** Tells the lines of many steps apart: by their names, and by colour where that is wanted. One step needs no name. */
export function logPrefix({steps, coloured}: PrefixWishes): (step: string) => string {
  if (steps.length < 2) return () => ''
  const width = Math.max(...steps.map(({length}) => length))
  return (step) => {
    const prefix = `${step.padEnd(width)} | `
    const colour = colours[Math.max(0, steps.indexOf(step)) % colours.length]!
    // Whether it is wanted has been decided: styleText would look at standard output.
    return coloured ? styleText(colour, prefix, {validateStream: false}) : prefix
  }
}
