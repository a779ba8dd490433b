import {existsSync, writeFileSync} from 'node:fs'

import {recordedScene} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {deleteCluster} from './delete.js'

describe('deleteCluster', () => {
  let harness: PhaseHarness
  const reports: string[] = []

  beforeEach(() => {
    harness = new PhaseHarness()
    reports.length = 0
  })
  afterEach(() => harness.close())

  const run = (keepCache = false) => {
    const {signal} = harness.interruption
    return deleteCluster(harness.session, {keepCache, signal, report: (line) => void reports.push(line)})
  }

  it('removes what k3d leaves, and lists everything that it removed', async () => {
    harness.play(...recordedScene('delete'))
    const {removed, folder} = await run()
    expect(removed.networks).to.deep.equal(['k3d-rde-test-acc'])
    expect(removed.volumes).to.include.members(['k3d-rde-test-acc-images', 'rde-test-acc-registry'])
    expect(folder).to.equal(harness.data.cluster)
  })

  it('removes its folder, and nothing beside it', async () => {
    writeFileSync(`${harness.data.cluster}-another`, '')
    harness.play(...recordedScene('delete'))
    await run()
    expect([existsSync(harness.data.cluster), existsSync(`${harness.data.cluster}-another`)]).to.deep.equal([
      false,
      true,
    ])
  })

  it('does not call k3d if there is no node', async () => {
    const {runner} = harness
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

  it("keeps the registry's volume with keepCache, and lists it as kept", async () => {
    for (const ask of [
      /^docker ps .*label=/,
      /^docker ps .*name=/,
      /^docker ps .*label=/,
      /^docker ps .*label=/,
      /^docker ps .*name=/,
    ])
      harness.runner.on(ask)
    for (let times = 0; times < 3; times += 1) harness.runner.on(/^docker network ls/)
    for (let times = 0; times < 9; times += 1) harness.runner.on(/^docker volume ls/, 'rde-test-acc-registry\n')
    const {kept} = await run(true)
    harness.runner.forget()
    expect(kept).to.deep.equal(['rde-test-acc-registry'])
  })
})
