import {expect} from 'chai'

import {layoutGraph} from './layout.js'

describe('layoutGraph', () => {
  const steps = [
    {name: 'build', dependsOn: []},
    {name: 'test', dependsOn: ['build']},
    {name: 'ship', dependsOn: ['test', 'elsewhere']},
  ]

  it('places each step to the right of its dependencies', () => {
    const {nodes} = layoutGraph(steps)
    const [build, test, ship] = nodes.map(({x}) => x)
    expect(build! < test! && test! < ship!).to.equal(true)
  })

  it('draws each edge from side to side, and none to a missing step', () => {
    const {nodes, edges, node} = layoutGraph(steps)
    const [build, test] = nodes
    expect(edges.map(({from, to}) => [from, to])).to.deep.equal([
      ['build', 'test'],
      ['test', 'ship'],
    ])
    const numbers = edges[0]!.path.match(/[\d.]+/g)!.map(Number)
    expect([numbers[0], numbers.at(-2)]).to.deep.equal([build!.x + node.width, test!.x])
  })

  it('accepts steps with strange names', () => {
    const names = ['__proto__', 'constructor', '\u0000', 'a\u0001b']
    const {nodes} = layoutGraph(names.map((name) => ({name, dependsOn: []})))
    expect(nodes.map(({step}) => step)).to.deep.equal(names)
  })

  it('is empty without steps', () => {
    expect(layoutGraph([])).to.deep.include({nodes: [], edges: []})
  })

  it('accepts a cycle, which is reported elsewhere', () => {
    const circle = [
      {name: 'a', dependsOn: ['b']},
      {name: 'b', dependsOn: ['a']},
    ]
    expect(layoutGraph(circle).edges).to.have.length(2)
  })
})
