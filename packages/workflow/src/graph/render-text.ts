import {printableValue} from '@rde/errors'

import type {GraphStep} from './layout.js'

/**
 * The graph as a text tree: each step below its last dependency, with the other dependencies named next to it. Steps
 * without dependencies are at the left edge.
 */
export function renderText(steps: readonly GraphStep[]): string {
  const children = (parent: string | undefined) => steps.filter((step) => treeParent(step, steps) === parent)
  const draw = (step: GraphStep, indent: string, prefix: {first: string; rest: string}): string[] => {
    const parent = treeParent(step, steps)
    const others = step.dependsOn.filter((name) => name !== parent)
    const note = others.length === 0 ? '' : `  (and after ${others.join(', ')})`
    const below = children(step.name)
    const rows = below.flatMap((child, index) =>
      draw(child, indent + prefix.rest, index === below.length - 1 ? lastBranch : branch),
    )
    return [`${indent}${prefix.first}${printableValue(step.name)}${printableValue(note)}`, ...rows]
  }
  return children(undefined)
    .flatMap((step) => draw(step, '', {first: '', rest: ''}))
    .join('\n')
}

const branch = {first: '├─ ', rest: '│  '}
const lastBranch = {first: '└─ ', rest: '   '}

/** The dependency that comes last in the file: the others have most likely ended before it. */
function treeParent({dependsOn}: GraphStep, steps: readonly GraphStep[]): string | undefined {
  return steps.filter(({name}) => dependsOn.includes(name)).at(-1)?.name
}
