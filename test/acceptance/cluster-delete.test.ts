import {existsSync} from 'node:fs'

import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {CliHarness} from './cli-harness.js'

describe('rde cluster delete --yes', () => {
  let cli: CliHarness
  let ended: Ended

  before(async () => {
    cli = new CliHarness().knows().playScene('delete')
    ended = await cli.rde('cluster', 'delete', '--yes')
    cli.assertFinished()
  })
  after(() => cli.remove())

  it('removes the folder of the cluster', () => {
    expect({exitCode: ended.exitCode, there: existsSync(cli.folder)}).to.deep.equal({exitCode: 0, there: false})
  })

  it('prints what it removed', () => {
    expect(ended.stdout).to.match(/^Removed \d+ containers, 1 network, \d+ volumes, \S+rde-test-acc\.\n$/)
  })

  it('runs k3d first, with a KUBECONFIG that does not exist', () => {
    const call = cli.tools.calls.find(({tool}) => tool === 'k3d')
    expect(call?.env['KUBECONFIG']).to.equal(`${cli.folder}/no-kubeconfig`)
  })
})

describe('rde cluster delete', () => {
  let cli: CliHarness

  beforeEach(() => (cli = new CliHarness()))
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  it('exits with 2 without a terminal, and changes nothing', async () => {
    cli.play('docker running.ps')
    const {exitCode, stderr} = await cli.rde('cluster', 'delete')
    expect(exitCode).to.equal(2)
    expect(stderr).to.match(/rde cluster delete --yes\n\nNothing was changed\. RDE_NOT_CONFIRMED\n$/)
  })

  it('works with a broken config.json', async () => {
    cli.write('config.json', '{"version": 99')
    cli.playScene('delete')
    expect((await cli.rde('cluster', 'delete', '--yes')).exitCode).to.equal(0)
  })

  it('continues without k3d when k3d fails', async () => {
    cli.tools.on('k3d', /^cluster delete/, {exitCode: 1, stderr: 'FATA[0000] no\n'})
    cli.playScene('delete')
    const {exitCode, stderr} = await cli.rde('cluster', 'delete', '--yes')
    cli.tools.forget()
    expect(exitCode).to.equal(0)
    expect(stderr).to.contain('k3d could not delete it, removing it with docker')
  })

  it('has nothing to remove if there is no cluster', async () => {
    for (const ask of [/^ps /, /^ps /, /^ps /, /^ps /, /^ps /]) cli.tools.on('docker', ask)
    for (let times = 0; times < 4; times += 1) cli.tools.on('docker', /^(network|volume) ls/)
    for (let times = 0; times < 4; times += 1) cli.tools.on('docker', /^(network|volume) ls/)
    const {stdout} = await cli.rde('cluster', 'delete', '--yes')
    cli.tools.forget()
    expect(stdout).to.equal('There is no cluster called rde-test-acc; nothing to remove.\n')
  })

  it('reports what Docker still has afterwards', async () => {
    const listed = {stdout: 'k3d-rde-test-acc\n'}
    for (let times = 0; times < 6; times += 1) {
      cli.tools
        .on('docker', /^ps /)
        .on('docker', /^network ls/, listed)
        .on('docker', /^volume ls/)
    }
    cli.tools.on('docker', ['network', 'rm', 'k3d-rde-test-acc'])
    const {exitCode, stderr} = await cli.rde('cluster', 'delete', '--yes')
    cli.tools.forget()
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/Docker still has these after they were removed: k3d-rde-test-acc\.[^]*RDE_LEFTOVERS\n$/)
  })

  it('removes nothing when Docker does not answer, not even the folder', async () => {
    cli.knows()
    for (let times = 0; times < 4; times += 1)
      cli.tools.on('docker', /./, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon\n'})
    const {exitCode} = await cli.rde('cluster', 'delete', '--yes')
    cli.tools.forget()
    expect({exitCode, there: existsSync(cli.folder)}).to.deep.equal({exitCode: 3, there: true})
  })
})
