import {expect} from 'chai'

import type {ClusterStatus} from '../services/status.js'
import {renderStatus} from './render-status.js'

const nothing = {nodes: [], components: [], kubernetes: undefined, registry: undefined, configProblem: undefined}
const status = (more: Partial<ClusterStatus>): ClusterStatus => ({
  cluster: 'rde',
  verdict: 'healthy',
  problems: [],
  repair: undefined,
  ...nothing,
  ...more,
})

describe('renderStatus', () => {
  it('is one line where there is nothing', () => {
    expect(renderStatus(status({verdict: 'absent', repair: 'rde cluster start'}))).to.equal(
      'rde  there is no such cluster. Make it: rde cluster start',
    )
  })

  it('says what is wrong and what repairs it in the first line', () => {
    const problems = ['a is paused', 'its registry is gone']
    expect(renderStatus(status({verdict: 'degraded', problems, repair: 'rde cluster start'}))).to.equal(
      'rde  degraded: a is paused; its registry is gone. Repair: rde cluster start',
    )
  })

  it('marks a node by its state, and then by its readiness', () => {
    const node = (name: string, state: string, ready: boolean | undefined) => ({name, role: 'agent', state, ready})
    const nodes = [node('a', 'running', true), node('b', 'running', false), node('c', 'exited', undefined)]
    expect(renderStatus(status({nodes})).split('\n').slice(2)).to.deep.equal([
      'Nodes        1 of 3 ready',
      '             ✔ a  agent, ready',
      '             ● b  agent, not ready',
      '             ○ c  agent, exited',
    ])
  })

  it('keeps the problems of config.json in their column', () => {
    const text = renderStatus(status({configProblem: 'config.json has a problem:\n  cluster: x'}))
    expect(text.split('\n').slice(2)).to.deep.equal([
      'config.json  config.json has a problem:',
      '               cluster: x',
    ])
  })
})
