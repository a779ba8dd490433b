import type {GraphStep} from './layout.js'

/** The graph as a Mermaid flowchart, which Git hosts render in Markdown. */
export function renderMermaid(steps: readonly GraphStep[]): string {
  const ids = new Map(steps.map(({name}, index) => [name, `s${index + 1}`]))
  const nodes = steps.map(({name}) => `  ${ids.get(name)}["${escapeLabel(name)}"]`)
  const edges = steps.flatMap(({name, dependsOn}) => {
    return dependsOn.filter((from) => ids.has(from)).map((from) => `  ${ids.get(from)} --> ${ids.get(name)}`)
  })
  return ['flowchart LR', ...nodes, ...edges].join('\n')
}

/** Escapes characters that would end a Mermaid label or be read as markup. */
function escapeLabel(name: string): string {
  return name.replace(/[^\p{L}\p{N} ._-]/gu, (character) => `#${character.codePointAt(0)};`)
}
