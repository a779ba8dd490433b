import {expect} from 'chai'

import {layoutGraph} from './layout.js'

describe('layoutGraph', () => {
  const steps = [
    {name: 'build', dependsOn: []},
    {name: 'test', dependsOn: ['build']},
    {name: 'ship', dependsOn: ['test', 'elsewhere']},
  ]

  it('places each step to the right of those that it waits for', () => {
    const {nodes} = layoutGraph(steps)
    const [build, test, ship] = nodes.map(({x}) => x)
    expect(build! < test! && test! < ship!).to.equal(true)
  })

  it('leads each edge from side to side, and none to a step that is not there', () => {
    const {nodes, edges, node} = layoutGraph(steps)
    const [build, test] = nodes
    expect(edges.map(({from, to}) => [from, to])).to.deep.equal([
      ['build', 'test'],
      ['test', 'ship'],
    ])
    const numbers = edges[0]!.path.match(/[\d.]+/g)!.map(Number)
    expect([numbers[0], numbers.at(-2)]).to.deep.equal([build!.x + node.width, test!.x])
  })

  it('takes a step of a strange name for a step', () => {
    const names = ['__proto__', 'constructor', '\u0000', 'a\u0001b']
    const {nodes} = layoutGraph(names.map((name) => ({name, dependsOn: []})))
    expect(nodes.map(({step}) => step)).to.deep.equal(names)
  })

  it('draws nothing of no steps', () => {
    expect(layoutGraph([])).to.deep.include({nodes: [], edges: []})
  })

  it('survives a circle, which is reported elsewhere', () => {
    const circle = [
      {name: 'a', dependsOn: ['b']},
      {name: 'b', dependsOn: ['a']},
    ]
    expect(layoutGraph(circle).edges).to.have.length(2)
  })
})
