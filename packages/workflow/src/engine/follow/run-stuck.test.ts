import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import type {RunSummary} from '../run-summary.js'
import {StartWatch} from './run-stuck.js'
import {RunWatches} from './watched-run.js'

describe('StartWatch', () => {
  let now = 0
  let runner: ScriptedProcessRunner
  let kubectl: Kubectl
  beforeEach(() => {
    now = 0
    runner = new ScriptedProcessRunner()
      .always(/seal-status/, '{"sealed": false}')
      .always(/get deployments.apps/, JSON.stringify({items: [{metadata: {}, status: {availableReplicas: 1}}]}))
      .always(/get serviceaccounts/, '{"items": []}')
    kubectl = new Kubectl(runner, {kubeconfig: '/k'})
  })

  const watchOf = (watches?: RunWatches) =>
    new StartWatch({kubectl, run: {name: 'a-1'} as RunSummary, onEvent() {}, watches}, () => now)
  const looks = () => runner.commandLines.filter((line) => line.includes('seal-status')).length
  /** Once a second, as a follower does. */
  const wait = async (seconds: number, ...watches: readonly StartWatch[]) => {
    for (const end = now + seconds * 1_000; now < end; now += 1_000) for (const one of watches) await one.look()
  }

  it('looks for the cause after 15 s, after a minute, and then at intervals', async () => {
    const watch = watchOf()
    await wait(15, watch)
    expect(looks()).to.equal(0)
    await wait(45, watch)
    expect(looks()).to.equal(1)
    await wait(60, watch)
    expect(looks()).to.equal(5)
  })

  it('continues if the cluster does not answer', async () => {
    runner.on(/seal-status/, {failure: 'timed-out'})
    const watch = watchOf()
    await wait(61, watch)
    expect(looks()).to.equal(2)
  })

  it('takes turns with other followers', async () => {
    const watches = new RunWatches(kubectl)
    await wait(21, ...Array.from({length: 50}, () => watchOf(watches)))
    expect(looks()).to.equal(3)
  })
})
