import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {Stage} from './stage.js'

describe('rde cluster stop', () => {
  let stage: Stage
  let ended: Ended

  before(async () => {
    stage = new Stage().playScene('stop')
    ended = await stage.rde('cluster', 'stop')
  })
  after(() => stage.close())

  it('stops the agents, then the server, the registry last', () => {
    const stops = stage.tools.calls.filter(({args}) => args[0] === 'stop').map(({args}) => args.slice(3).join(' '))
    expect(stops.map((names) => /agent|server-0|registry/.exec(names)?.[0])).to.deep.equal([
      'agent',
      'server-0',
      'registry',
    ])
  })

  it('gives each node 45 seconds', () => {
    const stops = stage.tools.calls.filter(({args}) => args[0] === 'stop')
    expect(new Set(stops.map(({args}) => args.slice(0, 3).join(' ')))).to.deep.equal(new Set(['stop -t 45']))
  })

  it('says that it is stopped and how to go on', () => {
    expect(ended).to.include({exitCode: 0, stdout: 'The cluster is stopped; go on with: rde cluster start\n'})
  })
})

describe('rde cluster stop', () => {
  let stage: Stage

  beforeEach(() => (stage = new Stage()))
  afterEach(() => stage.close())

  it('is fine with a stopped cluster', async () => {
    stage.play('docker stopped.ps')
    const {exitCode, stdout} = await stage.rde('cluster', 'stop')
    expect({exitCode, stdout}).to.deep.equal({exitCode: 0, stdout: 'The cluster was stopped already.\n'})
  })

  it('is fine where there is no cluster', async () => {
    stage.play('docker absent.ps')
    expect((await stage.rde('cluster', 'stop')).exitCode).to.equal(0)
  })

  it('unpauses a paused node first, since it would get no signal', async () => {
    const done = {stdout: ''}
    stage.play('docker paused.ps', 'docker unpause.unpause')
    stage.tools.on('docker', /^stop .*agent/, done).on('docker', /^stop .*server-0/, done)
    stage.tools.on('docker', /^stop .*registry/, done).on('docker', /^inspect/, done)
    expect((await stage.rde('cluster', 'stop', '--quiet')).exitCode).to.equal(0)
  })

  it('names a node that had to be killed', async () => {
    stage.play('docker running.ps')
    for (const part of ['agent', 'server-0', 'registry']) stage.tools.on('docker', new RegExp(`^stop .*${part}`))
    stage.tools.on('docker', /^inspect/, {stdout: '/k3d-rde-test-acc-server-0 2026-01-01T00:00:00Z 137\n'})
    const {stderr} = await stage.rde('cluster', 'stop')
    expect(stderr).to.contain('Had to be killed after 45 s: k3d-rde-test-acc-server-0.')
  })

  it('is exit code 3 when Docker does not answer', async () => {
    stage.play('docker no-docker.ps')
    expect((await stage.rde('cluster', 'stop')).exitCode).to.equal(3)
  })

  it('is exit code 5 at once while another rde holds the cluster, which it names', async () => {
    stage.tools.on('docker', /^ps /, {stdout: '', afterMs: 8_000})
    const first = stage.start('cluster', 'stop')
    while (stage.lockHolder === undefined) await new Promise((resolve) => setTimeout(resolve, 20))
    const {exitCode, stderr} = await stage.rde('cluster', 'stop')
    await first.ended
    expect(exitCode).to.equal(5)
    expect(stderr).to.match(/Another rde holds the cluster: `rde cluster stop` \(pid \d+\)[^]*RDE_BUSY\n$/)
  })
})
