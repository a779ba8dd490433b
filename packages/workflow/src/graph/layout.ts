import {Graph, layout} from '@dagrejs/dagre'

/** The properties of a step that a graph shows. */
export interface GraphStep {
  readonly name: string
  readonly dependsOn: readonly string[]
}

export interface GraphLayout {
  readonly width: number
  readonly height: number
  /** The size of every node. */
  readonly node: {readonly width: number; readonly height: number}
  /** `x` and `y` are the top left corner. */
  readonly nodes: ReadonlyArray<{readonly step: string; readonly x: number; readonly y: number}>
  /** `path` is an SVG path. */
  readonly edges: ReadonlyArray<{readonly from: string; readonly to: string; readonly path: string}>
}

interface Point {
  readonly x: number
  readonly y: number
}

const nodeSize = {width: 168, height: 36} as const

/** Lays out the steps from left to right, each after its dependencies. */
export function layoutGraph(steps: readonly GraphStep[]): GraphLayout {
  const graph = new Graph()
  // The only ranker that takes less than a second with 500 steps.
  graph.setGraph({rankdir: 'LR', ranksep: 44, nodesep: 14, marginx: 4, marginy: 4, ranker: 'longest-path'})
  graph.setDefaultEdgeLabel(() => ({}))
  // By index: dagre treats some names specially, and step names are arbitrary.
  const ids = new Map(steps.map(({name}, index) => [name, `step-${index}`]))
  for (const id of ids.values()) graph.setNode(id, {...nodeSize})
  const links = steps.flatMap(({name, dependsOn}) => {
    return dependsOn.filter((from) => ids.has(from)).map((from) => ({from, to: name}))
  })
  for (const {from, to} of links) graph.setEdge(ids.get(from)!, ids.get(to)!)
  if (steps.length > 0) layout(graph)
  const at = (name: string) => graph.node(ids.get(name)!)
  const {width = 0, height = 0} = graph.graph()
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    node: nodeSize,
    nodes: steps.map(({name}) => ({step: name, ...corner(at(name))})),
    edges: links.map((link) => ({
      ...link,
      path: curveThrough(
        alongSides(graph.edge(ids.get(link.from)!, ids.get(link.to)!).points, [link.from, link.to].map(at)),
      ),
    })),
  }
}

/** An edge goes from the middle of a step's right side to the middle of the next step's left side. */
function alongSides(points: readonly Point[], [from, to]: ReadonlyArray<{x?: number; y?: number}>): Point[] {
  const [right, left] = [
    {x: from!.x! + nodeSize.width / 2, y: from!.y!},
    {x: to!.x! - nodeSize.width / 2, y: to!.y!},
  ]
  return [right, ...points.slice(1, -1), left].map(rounded)
}

/** The SVG path of an edge through all its points, horizontal at each. */
function curveThrough([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return ''
  let from = first
  const parts = rest.map((to) => {
    const middle = (from.x + to.x) / 2
    const part = `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`
    from = to
    return part
  })
  return `M${first.x} ${first.y}${parts.join('')}`
}

function corner({x = 0, y = 0}: {x?: number; y?: number}): Point {
  return rounded({x: x - nodeSize.width / 2, y: y - nodeSize.height / 2})
}

function rounded({x, y}: Point): Point {
  return {x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10}
}
