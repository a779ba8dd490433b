import {writeFileSync} from 'node:fs'

import {recordedCall} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {parseKubeconfig} from '../containers/kubeconfig-document.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {cluster} from './cluster.js'

const kubeconfig = parseKubeconfig(recordedCall('k3d create.kubeconfig-get').stdout)

describe('the phase cluster', () => {
  let harness: PhaseHarness

  beforeEach(() => {
    harness = new PhaseHarness()
    harness.config = {...harness.config, kubeconfig}
  })
  afterEach(() => harness.close())

  it('changes nothing if every container runs', async () => {
    harness.play('docker running.ps')
    expect(await cluster.run(harness.context)).to.deep.equal({
      changed: false,
      detail: '1 server and 2 agents run',
      notes: [],
    })
  })

  it('lists what it did, in order', async () => {
    harness.play('docker stopped.ps', 'docker start.start', 'k3d start.cluster-start')
    const {changed, detail} = await cluster.run(harness.context)
    expect(changed).to.equal(true)
    expect(detail).to.match(/^registry started; started k3d-/)
  })

  it('reports what it is about to do', async () => {
    harness.play('docker paused.ps', 'docker unpause.unpause')
    await cluster.run(harness.context)
    expect(harness.reports).to.deep.equal(['unpausing k3d-rde-test-acc-agent-1'])
  })

  it('notes the settings that need a new cluster', async () => {
    harness.config = {...harness.config, cluster: {...harness.config.cluster, httpPort: 8000, agents: 1}}
    harness.play('docker running.ps')
    expect((await cluster.run(harness.context)).notes).to.deep.equal([
      'cluster.httpPort is 8000 in config.json, but 23647 in the cluster. To change it: rde cluster delete && rde cluster start',
      'cluster.agents is 1 in config.json, but 2 in the cluster. To change it: rde cluster delete && rde cluster start',
    ])
  })

  it('looks for leftovers if there is no container', async () => {
    harness.config = {...harness.config, kubeconfig: null}
    harness
      .play('docker absent.ps')
      .runner.on(/^docker network ls/, 'k3d-rde-test-acc\n')
      .on(/^docker volume ls/)
    expect(await cluster.preview?.(harness.context)).to.have.length(2)
  })

  it('treats containers under the create marker as half-made', async () => {
    writeFileSync(harness.data.createMarker, '')
    harness.play('docker half-made.ps', 'docker absent.network-ls', 'docker absent.volume-ls')
    const [first] = (await cluster.preview?.(harness.context)) ?? []
    expect(first).to.match(/k3d cluster delete rde-test-acc$/)
  })

  it('previews nothing if there is nothing to do', async () => {
    harness.play('docker running.ps')
    expect(await cluster.preview?.(harness.context)).to.deep.equal([])
  })

  it('names the program that took a port while the cluster was stopped', async () => {
    harness.play('docker stopped.ps', 'docker start.start')
    const stderr = 'Bind for 127.0.0.1:23645 failed: port is already allocated'
    harness.runner
      .on(/^k3d cluster start/, {exitCode: 1, stderr})
      .on(/^docker ps .*publish/)
      .on(/^lsof/)
    const message = await cluster.run(harness.context).catch((error: Error) => error.message)
    harness.runner.forget()
    expect(message).to.match(/^Port 23645 on 127\.0\.0\.1 is used by .*, and the cluster was made with it\.$/)
  })
})
