import {styleText} from 'node:util'

const colours = ['cyan', 'magenta', 'yellow', 'blue', 'green'] as const

export interface LogPrefixOptions {
  /** In the order of the file: a step keeps its colour. */
  readonly steps: readonly string[]
  readonly coloured: boolean
}

/** Prefixes log lines with the name of their step, optionally in colour. A single step needs no prefix. */
export function logPrefix({steps, coloured}: LogPrefixOptions): (step: string) => string {
  if (steps.length < 2) return () => ''
  const width = Math.max(...steps.map(({length}) => length))
  return (step) => {
    const prefix = `${step.padEnd(width)} | `
    const colour = colours[Math.max(0, steps.indexOf(step)) % colours.length]!
    // The caller has decided about colours; without this option styleText would check standard output.
    return coloured ? styleText(colour, prefix, {validateStream: false}) : prefix
  }
}
