import {rmSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {clusterStatus} from './status.js'

describe('clusterStatus', () => {
  let scene: Scene

  beforeEach(() => {
    scene = new Scene()
    writeFileSync(scene.data.config, '{"version": 1}')
  })
  afterEach(() => scene.close())

  const run = () => clusterStatus(scene.session, scene.interruption.signal)

  it('lists the nodes with their state and readiness, the load balancer among them', async () => {
    scene.play('docker running.ps', 'docker running.ps', 'docker running.inspect', 'kubectl running.get')
    const {nodes} = await run()
    expect(nodes.map(({role, state, ready}) => [role, state, ready])).to.deep.equal([
      ['server', 'running', true],
      ['agent', 'running', true],
      ['agent', 'running', true],
      ['loadbalancer', 'running', undefined],
    ])
  })

  it('asks no API server where no server runs', async () => {
    scene.play('docker stopped.ps')
    expect((await run()).verdict).to.equal('stopped')
  })

  it('tells where the registry is', async () => {
    scene.play('docker stopped.ps')
    expect((await run()).registry).to.deep.equal({address: '127.0.0.1:23646', state: 'exited'})
  })

  it('is unknown when Docker does not answer, with the command that may help', async () => {
    scene.play('docker no-docker.ps')
    const {verdict, repair} = await run()
    expect({verdict, repair}).to.deep.equal({verdict: 'unknown', repair: 'sudo systemctl start docker'})
  })

  it('is degraded where config.json is gone, and with it the way to ask', async () => {
    rmSync(scene.data.config)
    scene.play('docker running.ps')
    const {verdict, problems} = await run()
    expect({verdict, problems}).to.deep.equal({verdict: 'degraded', problems: ['config.json is gone']})
  })

  it('works with a config.json that cannot be read', async () => {
    writeFileSync(scene.data.config, '{')
    scene.play('docker stopped.ps')
    const {verdict, configProblem} = await run()
    expect([verdict, configProblem?.split('\n').length]).to.deep.equal(['stopped', 2])
  })
})
