import {existsSync, writeFileSync} from 'node:fs'

import {recordedScene} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {Scene} from '../testing/scene.js'
import {deleteCluster} from './delete.js'

describe('deleteCluster', () => {
  let scene: Scene
  const reports: string[] = []

  beforeEach(() => {
    scene = new Scene()
    reports.length = 0
  })
  afterEach(() => scene.close())

  const run = (keepCache = false) => {
    const {signal} = scene.interruption
    return deleteCluster(scene.session, {keepCache, signal, report: (line) => void reports.push(line)})
  }

  it('removes what k3d leaves, and tells everything that it removed', async () => {
    scene.play(...recordedScene('delete'))
    const {removed, folder} = await run()
    expect(removed.networks).to.deep.equal(['k3d-rde-test-acc'])
    expect(removed.volumes).to.include.members(['k3d-rde-test-acc-images', 'rde-test-acc-registry'])
    expect(folder).to.equal(scene.data.cluster)
  })

  it('removes its folder, and nothing beside it', async () => {
    writeFileSync(`${scene.data.cluster}-another`, '')
    scene.play(...recordedScene('delete'))
    await run()
    expect([existsSync(scene.data.cluster), existsSync(`${scene.data.cluster}-another`)]).to.deep.equal([false, true])
  })

  it('does not call k3d where there is no node', async () => {
    const {runner} = scene
    runner.on(/^docker volume ls/, 'rde-test-acc-registry\n').on(/^docker volume ls/)
    runner.on(/^docker volume ls/, 'rde-test-acc-registry\n').on(/^docker volume rm --force rde-test-acc-registry$/)
    for (let times = 0; times < 5; times += 1) {
      runner
        .on(/^docker ps .*label=/)
        .on(/^docker ps .*name=/)
        .on(/^docker network ls/)
        .on(/^docker volume ls/)
    }
    const {removed} = await run()
    runner.forget()
    expect(removed.volumes).to.deep.equal(['rde-test-acc-registry'])
    expect(reports).to.deep.equal(['removing what is left in Docker'])
  })

  it("keeps the registry's volume where the cache is to be kept, and says so", async () => {
    for (const ask of [
      /^docker ps .*label=/,
      /^docker ps .*name=/,
      /^docker ps .*label=/,
      /^docker ps .*label=/,
      /^docker ps .*name=/,
    ])
      scene.runner.on(ask)
    for (let times = 0; times < 3; times += 1) scene.runner.on(/^docker network ls/)
    for (let times = 0; times < 9; times += 1) scene.runner.on(/^docker volume ls/, 'rde-test-acc-registry\n')
    const {kept} = await run(true)
    scene.runner.forget()
    expect(kept).to.deep.equal(['rde-test-acc-registry'])
  })
})
