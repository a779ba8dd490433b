import {writeFileSync} from 'node:fs'

import {holdRunning, SharedInventory} from '@rde/plugin-kit'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {startCluster, runningInventory} from './start.js'

describe('startCluster', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  it('gives phases the port of the registry that runs, and keeps the one that config.json wants', async () => {
    writeFileSync(harness.data.config, '{"version": 1, "cluster": {"registryPort": 22099}}')
    harness.play('docker running.ps')
    const seen: unknown[] = []
    const phase = {
      ...{id: 'probe', title: 'Probe'},
      run: async ({config, updateConfig}: typeof harness.context) => {
        const stored = await updateConfig((unchanged) => unchanged)
        seen.push(config().cluster.registryPort, stored.cluster.registryPort)
        return {changed: false, detail: ''}
      },
    }
    const ignore = () => {}
    const observer = {...{started: ignore, reported: ignore, ended: ignore, failed: ignore}, say: ignore}
    await startCluster(harness.session, {
      plan: async () => [phase],
      observe: async () => ({...observer, finished: async () => {}}),
      choose: (config) => config,
      yes: false,
      signal: harness.interruption.signal,
    })
    expect(seen).to.deep.equal([23_646, 22_099])
  })

  it('takes the ports of config.json where what stands is half-made', async () => {
    writeFileSync(harness.data.createMarker, '')
    const containers = new SharedInventory(harness.tools.docker, harness.identity)
    const holder = {config: () => harness.config, updateConfig: async () => harness.config}
    expect(holdRunning(holder, await runningInventory(containers, harness.data))).to.equal(holder)
  })
})
