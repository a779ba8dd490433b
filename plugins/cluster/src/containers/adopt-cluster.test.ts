import type {RdeError} from '@rde/errors'
import {takeInventory} from '@rde/toolchain'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {adoptCluster} from './adopt-cluster.js'

describe('adoptCluster', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness().play('docker running.ps')))
  afterEach(() => harness.close())

  const adopt = async () => adoptCluster(harness.context, await takeInventory(harness.tools.docker, harness.identity))

  it('asks k3d for the kubeconfig', async () => {
    harness.play('k3d create.kubeconfig-get')
    await adopt()
    expect(harness.config.kubeconfig).to.deep.include({kind: 'Config'})
  })

  it('takes ports, image and number of agents from the containers', async () => {
    harness.config = {...harness.config, cluster: {...harness.config.cluster, apiPort: 7000, httpPort: 7001, agents: 5}}
    harness.play('k3d create.kubeconfig-get')
    await adopt()
    expect(harness.config.cluster).to.deep.equal({
      agents: 2,
      k3sImage: 'rancher/k3s:v1.33.4-k3s1',
      apiPort: 23_645,
      registryPort: 23_646,
      httpPort: 23_647,
    })
  })

  it('throws RDE_CLUSTER_NOT_OURS and changes nothing if k3d fails', async () => {
    harness.runner.on(/^k3d kubeconfig get/, {exitCode: 1, stderr: 'FATA[0000] no kubeconfig'})
    const {code, outcome} = await adopt().then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )
    expect({code, outcome}).to.deep.equal({code: 'RDE_CLUSTER_NOT_OURS', outcome: 'Nothing was changed.'})
    expect(harness.config.kubeconfig).to.equal(null)
  })
})
