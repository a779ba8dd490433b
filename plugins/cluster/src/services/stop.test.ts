import {recordedScene} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {stopCluster} from './stop.js'

const sweeps = /^docker exec rde-test-acc-registry\.localhost sh -c /

describe('stopCluster', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const run = () => stopCluster(harness.session, {signal: harness.interruption.signal, report: () => {}, yes: false})

  it('lists what it stopped, in order, and that nothing was killed', async () => {
    harness.play(...recordedScene('stop')).runner.on(sweeps, 'a\nb\n')
    const {stopped, killed} = await run()
    expect([stopped.at(-1), killed]).to.deep.equal(['rde-test-acc-registry.localhost', []])
  })

  it('lists a node that was killed', async () => {
    harness
      .play('docker api-silent.ps')
      .runner.on(sweeps)
      .on(/^docker stop .*agent/)
      .on(/^docker stop .*server-0/)
    harness.runner
      .on(/^docker stop .*registry/)
      .on(/^docker inspect/, '/k3d-rde-test-acc-agent-0 2026-01-01T00:00:00Z 137\n')
    expect((await run()).killed).to.deep.equal(['k3d-rde-test-acc-agent-0'])
  })

  it('does nothing if the cluster is stopped', async () => {
    harness.play('docker stopped.ps')
    expect(await run()).to.deep.include({existed: true, stopped: []})
  })

  it('reports that there is no cluster', async () => {
    harness.play('docker absent.ps')
    expect(await run()).to.deep.include({existed: false, stopped: []})
  })

  it('releases the lock if Docker does not answer', async () => {
    harness.play('docker no-docker.ps', 'docker absent.ps')
    await run().catch(() => undefined)
    expect((await run()).existed).to.equal(false)
  })
})
