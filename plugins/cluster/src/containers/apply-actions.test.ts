import {takeInventory} from '@rde/toolchain'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {actionStep} from './apply-actions.js'
import type {ClusterAction} from './cluster-actions.js'

describe('actionStep', () => {
  let harness: PhaseHarness

  beforeEach(() => (harness = new PhaseHarness().play('docker running.ps')))
  afterEach(() => harness.close())

  const step = async (action: ClusterAction) =>
    actionStep(action, harness.context, await takeInventory(harness.tools.docker, harness.identity))

  const agents = ['rde-test-acc-agent-0']
  const performed: ReadonlyArray<[ClusterAction, string]> = [
    [{do: 'start-registry', names: ['rde-test-acc-registry.localhost']}, 'docker start.start'],
    [{do: 'unpause', names: ['k3d-rde-test-acc-agent-1']}, 'docker unpause.unpause'],
    [{do: 'start-nodes', names: ['k3d-rde-test-acc-agent-1']}, 'k3d start.cluster-start'],
    [{do: 'add-agents', names: agents}, 'k3d add-agent.node-create'],
    [{do: 'restore-registry'}, 'docker restore-registry.run'],
    [{do: 'adopt'}, 'k3d create.kubeconfig-get'],
  ]

  for (const [action, recording] of performed) {
    it(`performs ${action.do} with the recorded call ${recording}`, async () => {
      harness.play(recording)
      await (await step(action)).perform()
    })

    it(`shows for ${action.do} the command line that it runs`, async () => {
      harness.play(recording)
      const {lines, perform} = await step(action)
      await perform()
      expect(lines.join('\n')).to.contain(harness.runner.commandLines.at(-1))
    })
  }

  it('shows a create as k3d with its configuration on standard input', async () => {
    const {lines, done} = await step({do: 'create'})
    expect(lines[0]).to.match(/k3d cluster create --config - <<'END'\n\{[^]*\nEND$/)
    expect(done).to.equal('created: 1 server, 2 agents, registry on port 23646')
  })

  it('uses the singular for one agent', async () => {
    harness.config = {...harness.config, cluster: {...harness.config.cluster, agents: 1}}
    expect((await step({do: 'create'})).doing).to.equal('creating 1 server and 1 agent')
  })

  it('adds agents one by one', async () => {
    harness.play('k3d add-agent.node-create').runner.on(/^k3d node create rde-test-acc-agent-7 /)
    await (await step({do: 'add-agents', names: [...agents, 'rde-test-acc-agent-7']})).perform()
  })
})
