import {writeFileSync} from 'node:fs'

import {withRunningConfig, type Phase} from '@rde/plugin-kit'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {startCluster, runningInventory} from './start.js'

describe('startCluster', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness()))
  afterEach(() => harness.close())

  const start = (phase: Phase) => {
    const ignore = () => {}
    const observer = {...{started: ignore, reported: ignore, ended: ignore, failed: ignore}, print: ignore}
    return startCluster(harness.session, {
      plan: async () => [phase],
      observe: async () => ({...observer, finished: async () => {}}),
      choose: (config) => config,
      yes: false,
      signal: harness.interruption.signal,
    })
  }

  it('gives phases the port of the running registry, and keeps the one in config.json', async () => {
    writeFileSync(harness.data.config, '{"version": 1, "cluster": {"registryPort": 22099}}')
    harness.play('docker running.ps')
    const seen: unknown[] = []
    await start({
      ...{id: 'probe', title: 'Probe'},
      async run({config, updateConfig}) {
        const stored = await updateConfig((unchanged) => unchanged)
        seen.push(config().cluster.registryPort, stored.cluster.registryPort)
        return {changed: false, detail: ''}
      },
    })
    expect(seen).to.deep.equal([23_646, 22_099])
  })

  it('uses the ports of config.json if the cluster is half-made', async () => {
    writeFileSync(harness.data.createMarker, '')
    const access = {config: () => harness.config, updateConfig: async () => harness.config}
    expect(withRunningConfig(access, await runningInventory(harness.context.answers, harness.data))).to.equal(access)
  })
})
