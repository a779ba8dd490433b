import {emptySnapshot} from '@rde/toolchain/testing/empty-snapshot'
import {expect} from 'chai'

import {apiReadiness} from './api-readiness.js'

describe('apiReadiness', () => {
  it('takes no node for gone, and each at the word of the API, where nobody knows of containers', () => {
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
