import {printableValue} from '@rde/errors'

import type {GraphStep} from './layout.js'

/**
 * The steps as a graph in text: each below the last of the steps that it waits for, further ones named beside it. Steps that
 * nothing holds back stand at the left edge.
 */
export function renderText(steps: readonly GraphStep[]): string {
  const children = (parent: string | undefined) => steps.filter((step) => treeParent(step, steps) === parent)
  const draw = (step: GraphStep, indent: string, place: {first: string; rest: string}): string[] => {
    const parent = treeParent(step, steps)
    const others = step.dependsOn.filter((name) => name !== parent)
    const note = others.length === 0 ? '' : `  (and after ${others.join(', ')})`
    const below = children(step.name)
    const rows = below.flatMap((child, index) =>
      draw(child, indent + place.rest, index === below.length - 1 ? lastBranch : branch),
    )
    return [`${indent}${place.first}${printableValue(step.name)}${printableValue(note)}`, ...rows]
  }
  return children(undefined)
    .flatMap((step) => draw(step, '', {first: '', rest: ''}))
    .join('\n')
}

const branch = {first: '├─ ', rest: '│  '}
const lastBranch = {first: '└─ ', rest: '   '}

/** The one that comes last in the file: the others have most likely ended by then. */
function treeParent({dependsOn}: GraphStep, steps: readonly GraphStep[]): string | undefined {
  return steps.filter(({name}) => dependsOn.includes(name)).at(-1)?.name
}
