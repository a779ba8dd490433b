import {expect} from 'chai'

import {renderGraph} from './render-graph.js'

describe('renderGraph', () => {
  it('draws each step below what it waits for', () => {
    const steps = [
      {name: 'build', dependsOn: []},
      {name: 'test', dependsOn: ['build']},
      {name: 'lint', dependsOn: ['build']},
      {name: 'ship', dependsOn: ['test', 'lint']},
    ]
    expect(renderGraph(steps).split('\n')).to.deep.equal([
      'build',
      '├─ test',
      '└─ lint',
      '   └─ ship  (and after test)',
    ])
  })
})
