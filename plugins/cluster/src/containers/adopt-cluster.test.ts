import type {RdeError} from '@rde/errors'
import {takeInventory} from '@rde/toolchain'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {adoptCluster} from './adopt-cluster.js'

describe('adoptCluster', () => {
  let scene: Scene

  beforeEach(() => (scene = new Scene().play('docker running.ps')))
  afterEach(() => scene.close())

  const adopt = async () => adoptCluster(scene.context, await takeInventory(scene.tools.docker, scene.identity))

  it('asks k3d for the kubeconfig', async () => {
    scene.play('k3d create.kubeconfig-get')
    await adopt()
    expect(scene.config.kubeconfig).to.deep.include({kind: 'Config'})
  })

  it('takes ports, image and number of agents from the containers', async () => {
    scene.config = {...scene.config, cluster: {...scene.config.cluster, apiPort: 7000, httpPort: 7001, agents: 5}}
    scene.play('k3d create.kubeconfig-get')
    await adopt()
    expect(scene.config.cluster).to.deep.equal({
      agents: 2,
      k3sImage: 'rancher/k3s:v1.33.4-k3s1',
      apiPort: 23_645,
      registryPort: 23_646,
      httpPort: 23_647,
    })
  })

  it('is RDE_CLUSTER_NOT_OURS, and changes nothing, where k3d has no answer', async () => {
    scene.runner.on(/^k3d kubeconfig get/, {exitCode: 1, stderr: 'FATA[0000] no kubeconfig'})
    const {code, outcome} = await adopt().then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )
    expect({code, outcome}).to.deep.equal({code: 'RDE_CLUSTER_NOT_OURS', outcome: 'Nothing was changed.'})
    expect(scene.config.kubeconfig).to.equal(null)
  })
})
