import {existsSync} from 'node:fs'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {createCluster} from './create-cluster.js'

/** What a rollback finds and asks of Docker when nothing is left. */
const emptyRollback = (scene: Scene) => {
  for (let look = 0; look < 2; look += 1) {
    scene.runner.on(/^docker ps .*label=/).on(/^docker ps .*name=/)
    scene.runner.on(/^docker network ls/).on(/^docker volume ls/)
  }
  scene.runner
    .on(/^docker network ls/)
    .on(/^docker volume ls/)
    .on(/^docker volume ls/)
}

describe('createCluster', () => {
  let scene: Scene

  beforeEach(() => {
    scene = new Scene()
    // Whether the registry's volume was there before.
    scene.runner.on(/^docker volume ls/)
  })
  afterEach(() => scene.close())

  const failure = () =>
    createCluster(scene.context).then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )

  it('saves the kubeconfig that k3d tells, and takes the marker away', async () => {
    scene.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(scene.context)
    expect(scene.config.kubeconfig).to.deep.include({kind: 'Config'})
    expect(existsSync(scene.data.createMarker)).to.equal(false)
  })

  it('has the marker stand while k3d works', async () => {
    scene.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    const {capture} = scene.runner
    const seen: boolean[] = []
    scene.runner.capture = async (request) => {
      if (request.file === 'k3d') seen.push(existsSync(scene.data.createMarker))
      return capture.call(scene.runner, request)
    }
    await createCluster(scene.context)
    expect(seen).to.deep.equal([true, true])
  })

  it("rolls back and gives k3d's last words when it fails", async () => {
    scene.play('k3d create-fails.cluster-create')
    emptyRollback(scene)
    const {code, message, outcome} = await failure()
    expect({code, outcome}).to.deep.equal({
      code: 'RDE_CREATE_FAILED',
      outcome: 'Everything that was created has been removed.',
    })
    expect(message).to.contain('Cluster creation FAILED')
  })

  it('takes the marker away after a rollback', async () => {
    scene.play('k3d create-fails.cluster-create')
    emptyRollback(scene)
    await failure()
    expect(existsSync(scene.data.createMarker)).to.equal(false)
  })

  it('leaves the marker when the rollback itself fails: what is left is half-made', async () => {
    scene.play('k3d create-fails.cluster-create')
    scene.runner.on(/^docker ps .*label=/, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon'})
    scene.runner
      .on(/^docker ps .*name=/)
      .on(/^docker network ls/)
      .on(/^docker volume ls/)
    await failure()
    expect(existsSync(scene.data.createMarker)).to.equal(true)
  })

  it('rolls back, too, when k3d prints no kubeconfig', async () => {
    scene.play('k3d create.cluster-create').runner.on(/^k3d kubeconfig get/, 'nonsense')
    emptyRollback(scene)
    expect((await failure()).code).to.equal('RDE_KUBECONFIG')
  })
})
