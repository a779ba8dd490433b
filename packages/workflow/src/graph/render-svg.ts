import {layoutGraph, type GraphStep} from './layout.js'

const style =
  'rect{fill:#eef2f7;stroke:#8492a6}path{fill:none;stroke:#8492a6}text{font:13px system-ui,sans-serif;fill:#1b2027}' +
  '@media(prefers-color-scheme:dark){rect{fill:#232a33;stroke:#6b7788}path{stroke:#6b7788}text{fill:#e4e8ed}}'

const longestName = 22

/** The graph as one SVG file. */
export function renderSvg(steps: readonly GraphStep[]): string {
  const {width, height, node, nodes, edges} = layoutGraph(steps)
  const boxes = nodes.map(({step, x, y}) => {
    const name = step.length > longestName ? `${step.slice(0, longestName - 1)}…` : step
    const label = `<text x="${x + 12}" y="${y + node.height / 2 + 4.5}">${escapeXml(name)}</text>`
    const box = `<rect x="${x}" y="${y}" width="${node.width}" height="${node.height}" rx="7"/>`
    return `<g><title>${escapeXml(step)}</title>${box}${label}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${style}</style>`,
    ...edges.map(({path}) => `<path d="${path}"/>`),
    ...boxes,
    '</svg>',
  ].join('\n')
}

function escapeXml(text: string): string {
  // eslint-disable-next-line no-control-regex
  const printable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\ufffd')
  return printable.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
