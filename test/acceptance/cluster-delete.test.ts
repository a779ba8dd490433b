import {existsSync} from 'node:fs'

import {expect} from 'chai'

import type {Ended} from './rde-process.js'
import {Stage} from './stage.js'

describe('rde cluster delete --yes', () => {
  let stage: Stage
  let ended: Ended

  before(async () => {
    stage = new Stage().knows().playScene('delete')
    ended = await stage.rde('cluster', 'delete', '--yes')
  })
  after(() => stage.close())

  it('removes the folder of the cluster', () => {
    expect({exitCode: ended.exitCode, there: existsSync(stage.folder)}).to.deep.equal({exitCode: 0, there: false})
  })

  it('says what it removed', () => {
    expect(ended.stdout).to.match(/^Removed \d+ containers, 1 network, \d+ volumes, \S+rde-test-acc\.\n$/)
  })

  it('lets k3d do what it can first, with a KUBECONFIG that does not exist', () => {
    const call = stage.tools.calls.find(({tool}) => tool === 'k3d')
    expect(call?.env['KUBECONFIG']).to.equal(`${stage.folder}/no-kubeconfig`)
  })
})

describe('rde cluster delete', () => {
  let stage: Stage

  beforeEach(() => (stage = new Stage()))
  afterEach(() => stage.close())

  it('is exit code 2 where nobody can be asked, and touches nothing', async () => {
    const {exitCode, stderr} = await stage.rde('cluster', 'delete')
    expect(exitCode).to.equal(2)
    expect(stderr).to.match(/rde cluster delete --yes\n\nNothing was changed\. RDE_NOT_CONFIRMED\n$/)
  })

  it('works with a broken config.json', async () => {
    stage.write('config.json', '{"version": 99')
    stage.playScene('delete')
    expect((await stage.rde('cluster', 'delete', '--yes')).exitCode).to.equal(0)
  })

  it('goes on by hand when k3d fails', async () => {
    stage.tools.on('k3d', /^cluster delete/, {exitCode: 1, stderr: 'FATA[0000] no\n'})
    stage.playScene('delete')
    const {exitCode, stderr} = await stage.rde('cluster', 'delete', '--yes')
    stage.tools.forget()
    expect(exitCode).to.equal(0)
    expect(stderr).to.contain('k3d could not delete it, going on by hand')
  })

  it('finds nothing to remove where there is nothing', async () => {
    for (const ask of [/^ps /, /^ps /, /^ps /, /^ps /, /^ps /]) stage.tools.on('docker', ask)
    for (let times = 0; times < 4; times += 1) stage.tools.on('docker', /^(network|volume) ls/)
    for (let times = 0; times < 4; times += 1) stage.tools.on('docker', /^(network|volume) ls/)
    const {stdout} = await stage.rde('cluster', 'delete', '--yes')
    stage.tools.forget()
    expect(stdout).to.equal('There is no cluster called rde-test-acc; nothing to remove.\n')
  })

  it('names what Docker still has afterwards', async () => {
    const listed = {stdout: 'k3d-rde-test-acc\n'}
    for (let times = 0; times < 6; times += 1) {
      stage.tools
        .on('docker', /^ps /)
        .on('docker', /^network ls/, listed)
        .on('docker', /^volume ls/)
    }
    stage.tools.on('docker', ['network', 'rm', 'k3d-rde-test-acc'])
    const {exitCode, stderr} = await stage.rde('cluster', 'delete', '--yes')
    stage.tools.forget()
    expect(exitCode).to.equal(1)
    expect(stderr).to.match(/Docker still has these after they were removed: k3d-rde-test-acc\.[^]*RDE_LEFTOVERS\n$/)
  })

  it('removes nothing when Docker does not answer, not even the folder', async () => {
    stage.knows()
    for (let times = 0; times < 4; times += 1)
      stage.tools.on('docker', /./, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon\n'})
    const {exitCode} = await stage.rde('cluster', 'delete', '--yes')
    stage.tools.forget()
    expect({exitCode, there: existsSync(stage.folder)}).to.deep.equal({exitCode: 3, there: true})
  })
})
