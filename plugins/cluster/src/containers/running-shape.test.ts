import {proxyMark, takeInventory} from '@rde/toolchain'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {needsRecreation, runningShape} from './running-shape.js'

describe('runningShape', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const shape = async (recording: string) =>
    runningShape(await takeInventory(harness.play(recording).tools.docker, harness.identity))

  it('is read from labels and ports of the containers', async () => {
    expect(await shape('docker running.ps')).to.deep.equal({
      agents: 2,
      k3sImage: 'rancher/k3s:v1.33.4-k3s1',
      apiPort: 23_645,
      registryPort: 23_646,
      httpPort: 23_647,
      proxyMark: '',
    })
  })

  it('leaves out what the containers do not show', async () => {
    expect(await shape('docker absent.ps')).to.deep.equal({agents: 0})
  })

  it('leaves out the port of a stopped load balancer', async () => {
    expect(await shape('docker stopped.ps')).not.to.have.property('httpPort')
  })
})

describe('needsRecreation', () => {
  const wanted = {agents: 2, k3sImage: 'a:1', apiPort: 1, registryPort: 2, httpPort: 3}

  it('is empty if config.json and the cluster agree', () => {
    expect(needsRecreation(wanted, wanted)).to.deep.equal([])
  })

  it('names each setting that differs', () => {
    expect(needsRecreation(wanted, {...wanted, apiPort: 9, k3sImage: 'a:0'})).to.deep.equal([
      {key: 'cluster.k3sImage', wanted: 'a:1', running: 'a:0'},
      {key: 'cluster.apiPort', wanted: 1, running: 9},
    ])
  })

  it('reports agents to remove, but not agents to add', () => {
    expect(needsRecreation(wanted, {agents: 3})).to.deep.equal([{key: 'cluster.agents', wanted: 2, running: 3}])
    expect(needsRecreation(wanted, {agents: 1})).to.deep.equal([])
  })

  it('names a proxy that differs from that of the nodes, without its password', () => {
    const proxy = {http: null, https: 'http://me:s3cret@proxy:3128', none: ''}
    const waiting = (mark: string) => needsRecreation({...wanted, proxy}, {...wanted, proxyMark: mark})
    expect(waiting('')).to.deep.equal([{key: 'cluster.proxy', wanted: 'http://••••@proxy:3128', running: 'none'}])
    expect(waiting('0123456789abcdef')[0]).to.include({running: 'another'})
    expect(waiting(proxyMark(proxy))).to.deep.equal([])
  })

  it('reports nothing if no proxy is set', () => {
    expect(needsRecreation(wanted, {...wanted, proxyMark: '0123456789abcdef'})).to.deep.equal([])
  })

  it('ignores settings that the containers do not show', () => {
    expect(needsRecreation(wanted, {})).to.deep.equal([])
  })
})
