import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import {apiReadiness} from './api-readiness.js'

describe('apiReadiness', () => {
  it('trusts the API about each node, and reports none as a ghost, if no containers are known', () => {
    const node = (name: string, status: string) => ({
      ...({kind: 'Node', metadata: {name}} as const),
      status: {conditions: [{type: 'Ready', status, message: 'kubelet stopped'}]},
    })
    const {nodes, ghosts} = apiReadiness({...emptySnapshot, nodes: [node('a', 'True'), node('b', 'False')]})
    expect(ghosts).to.deep.equal([])
    expect(nodes.map(({name, ready}) => [name, ready])).to.deep.equal([
      ['a', true],
      ['b', false],
    ])
  })
})
