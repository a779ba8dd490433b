import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import {NodesReady} from './nodes-ready.js'

const nodes = (...ready: readonly string[]) =>
  JSON.stringify({
    items: ready.map((status) => ({metadata: {name: 'n'}, status: {conditions: [{type: 'Ready', status}]}})),
  })

describe('NodesReady', () => {
  let now: number
  let runner: ScriptedProcessRunner
  let ready: NodesReady
  beforeEach(() => {
    now = 0
    runner = new ScriptedProcessRunner()
    ready = new NodesReady(new Kubectl(runner, {kubeconfig: '/k'}), () => now)
  })
  afterEach(() => runner.assertFinished())

  const answers = (reply: Parameters<typeof runner.on>[1]) => runner.on(/^kubectl get nodes /, reply)

  it('queries the cluster once for all callers', async () => {
    answers(nodes('True', 'True'))
    expect(await Promise.all([ready.ask(), ready.ask(), ready.ask()])).to.deep.equal([true, true, true])
  })

  it('queries again after a while', async () => {
    answers(nodes('True'))
    await ready.ask()
    answers(nodes('True', 'False'))
    now += 10_001
    expect(await ready.ask()).to.equal(false)
  })

  it('keeps the last answer if the cluster does not answer in time', async () => {
    answers(nodes('True'))
    await ready.ask()
    answers({failure: 'timed-out'})
    now += 10_001
    expect(await ready.ask()).to.equal(true)
  })

  it('treats the nodes as not ready if the cluster never answered', async () => {
    answers({failure: 'timed-out'})
    expect(await ready.ask()).to.equal(false)
  })
})
