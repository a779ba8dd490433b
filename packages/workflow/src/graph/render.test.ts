import {expect} from 'chai'

import {renderGraph} from './index.js'

describe('renderGraph', () => {
  const steps = [
    {name: 'build', dependsOn: []},
    {name: 'a "b" <c>', dependsOn: ['build']},
  ]

  it('writes a Mermaid flowchart', () => {
    expect(renderGraph(steps, 'mermaid').split('\n')).to.deep.equal([
      'flowchart LR',
      '  s1["build"]',
      '  s2["a #34;b#34; #60;c#62;"]',
      '  s1 --> s2',
    ])
  })

  it('escapes step names in an SVG', () => {
    const svg = renderGraph([{name: '</text><script>alert(1)</script>', dependsOn: []}], 'svg')
    expect(svg).to.contain('<rect').and.not.contain('<script')
  })

  it('draws one box for a step and one line for a dependency', () => {
    const svg = renderGraph(steps, 'svg')
    expect([svg.match(/<rect/g)?.length, svg.match(/<path/g)?.length]).to.deep.equal([2, 1])
  })
})
