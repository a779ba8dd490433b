import {recordedScene} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {stopCluster} from './stop.js'

describe('stopCluster', () => {
  let scene: Scene

  beforeEach(() => (scene = new Scene()))
  afterEach(() => scene.close())

  const run = () => stopCluster(scene.session, scene.interruption.signal, () => {})

  it('names what it stopped, in its order, and that nothing had to be killed', async () => {
    scene.play(...recordedScene('stop'))
    const {stopped, killed} = await run()
    expect([stopped.at(-1), killed]).to.deep.equal(['rde-test-acc-registry.localhost', []])
  })

  it('names a node that was killed', async () => {
    scene
      .play('docker api-silent.ps')
      .runner.on(/^docker stop .*agent/)
      .on(/^docker stop .*server-0/)
    scene.runner
      .on(/^docker stop .*registry/)
      .on(/^docker inspect/, '/k3d-rde-test-acc-agent-0 2026-01-01T00:00:00Z 137\n')
    expect((await run()).killed).to.deep.equal(['k3d-rde-test-acc-agent-0'])
  })

  it('stops nothing that is stopped', async () => {
    scene.play('docker stopped.ps')
    expect(await run()).to.deep.include({existed: true, stopped: []})
  })

  it('knows that there is no cluster', async () => {
    scene.play('docker absent.ps')
    expect(await run()).to.deep.include({existed: false, stopped: []})
  })

  it('lets go of the lock when Docker does not answer', async () => {
    scene.play('docker no-docker.ps', 'docker absent.ps')
    await run().catch(() => undefined)
    expect((await run()).existed).to.equal(false)
  })
})
