import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {CliHarness} from './cli-harness.js'

const sweeps = /^exec rde-test-acc-registry\.localhost sh -c /

describe('rde cluster stop', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness().playScene('stop')
    cli.tools.on('docker', sweeps, {stdout: 'a\nb\n'})
    ended = await cli.rde('cluster', 'stop')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('stops the agents, then the server, the registry last', () => {
    const stops = cli.tools.calls.filter(({args}) => args[0] === 'stop').map(({args}) => args.slice(3).join(' '))
    expect(stops.map((names) => /agent|server-0|registry/.exec(names)?.[0])).to.deep.equal([
      'agent',
      'server-0',
      'registry',
    ])
  })

  it('gives each node 45 seconds', () => {
    const stops = cli.tools.calls.filter(({args}) => args[0] === 'stop')
    expect(new Set(stops.map(({args}) => args.slice(0, 3).join(' ')))).to.deep.equal(new Set(['stop -t 45']))
  })

  it('removes earlier images from the registry once no node pulls', () => {
    expect(ended.stderr).to.contain('removed 2 earlier images from the registry')
  })

  it('prints that it is stopped and how to continue', () => {
    expect(ended).to.include({exitCode: 0, stdout: 'The cluster is stopped. Start it: rde cluster start\n'})
  })
})

describe('rde cluster stop', () => {
  let cli: CliHarness

  beforeEach(() => (cli = new CliHarness()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  it('succeeds on a stopped cluster', async () => {
    cli.play('docker stopped.ps')
    const {exitCode, stdout} = await cli.rde('cluster', 'stop')
    expect({exitCode, stdout}).to.deep.equal({exitCode: 0, stdout: 'The cluster is already stopped.\n'})
  })

  it('succeeds if there is no cluster', async () => {
    cli.play('docker absent.ps')
    expect((await cli.rde('cluster', 'stop')).exitCode).to.equal(0)
  })

  it('unpauses a paused node first, since it would get no signal', async () => {
    const done = {stdout: ''}
    cli.play('docker paused.ps', 'docker unpause.unpause')
    cli.tools.on('docker', sweeps, done)
    cli.tools.on('docker', /^stop .*agent/, done).on('docker', /^stop .*server-0/, done)
    cli.tools.on('docker', /^stop .*registry/, done).on('docker', /^inspect/, done)
    expect((await cli.rde('cluster', 'stop', '--quiet')).exitCode).to.equal(0)
  })

  it('names a node that had to be killed', async () => {
    cli.play('docker running.ps')
    cli.tools.on('docker', sweeps, {stdout: ''})
    for (const part of ['agent', 'server-0', 'registry']) cli.tools.on('docker', new RegExp(`^stop .*${part}`))
    cli.tools.on('docker', /^inspect/, {stdout: '/k3d-rde-test-acc-server-0 2026-01-01T00:00:00Z 137\n'})
    const {stderr} = await cli.rde('cluster', 'stop')
    expect(stderr).to.contain('Killed after 45 s: k3d-rde-test-acc-server-0.')
  })

  it('exits with 3 when Docker does not answer', async () => {
    cli.play('docker no-docker.ps')
    expect((await cli.rde('cluster', 'stop')).exitCode).to.equal(3)
  })

  it('exits with 5 at once while another rde holds the cluster, and names that rde', async () => {
    cli.tools.on('docker', /^ps /, {stdout: '', until: {SIGTERM: 1, SIGINT: 1}})
    const first = cli.start('cluster', 'stop')
    while (cli.lockHolder === undefined) await new Promise((resolve) => setTimeout(resolve, 20))
    const {exitCode, stderr} = await cli.rde('cluster', 'stop')
    first.child.kill('SIGTERM')
    await first.ended
    expect(exitCode).to.equal(5)
    expect(stderr).to.match(/Another rde holds the cluster: `rde cluster stop` \(pid \d+\)[^]*RDE_BUSY\n$/)
  })
})
