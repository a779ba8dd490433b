import type {GraphStep} from './layout.js'
import {renderMermaid} from './render-mermaid.js'
import {renderSvg} from './render-svg.js'
import {renderText} from './render-text.js'

export {layoutGraph, type GraphLayout, type GraphStep} from './layout.js'

export const graphFormats = ['text', 'mermaid', 'svg'] as const
export type GraphFormat = (typeof graphFormats)[number]

const renderers: Readonly<Record<GraphFormat, (steps: readonly GraphStep[]) => string>> = {
  text: renderText,
  mermaid: renderMermaid,
  svg: renderSvg,
}

/** The dependency graph of steps, in one of the formats. */
export function renderGraph(steps: readonly GraphStep[], format: GraphFormat): string {
  return renderers[format](steps)
}
