import {expect} from 'chai'

import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import type {RunEvent} from '../../run/events.js'
import type {RunObject} from '../run-object.js'
import {summarizeRun} from '../run-summary.js'
import type {SavedStep} from '../workflow-object.js'
import {readLogs} from './read-logs.js'
import {stepHash} from './step-pods.js'

const {items} = JSON.parse(recordedCall('kubectl runs.get').stdout) as {items: RunObject[]}
const run = summarizeRun(items[0]!)

const pod = (step: string, state: object) => ({
  metadata: {
    name: `pod-${step}`,
    namespace: 'relay-tenants',
    labels: {'tekton.dev/pipelineTask': stepHash(run.name, step)},
  },
  status: {containerStatuses: [{name: 'step-step', state}]},
})
const ended = {terminated: {exitCode: 0}}

describe('readLogs', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => (runner = new ScriptedProcessRunner()))
  afterEach(() => runner.assertFinished())

  const read = async (...types: Array<SavedStep['type']>) => {
    const events: RunEvent[] = []
    const steps = types.map((type, index) => ({name: `s${index}`, type, image: 'a:1', dependsOn: []}))
    await readLogs({
      ...{kubectl: new Kubectl(runner, {kubeconfig: '/k'}), run, steps},
      ...{inputs: {mask: (shown) => shown}, signal: new AbortController().signal},
      onEvent: (event) => void events.push(event),
    })
    return events
  }

  it('reads the logs of the steps that have started, one after another', async () => {
    const pods = [pod('s1', ended), pod('s0', ended), pod('s2', {waiting: {reason: 'ImagePullBackOff'}})]
    runner.on(/^kubectl get pods /, JSON.stringify({items: pods}))
    runner.on(/^kubectl logs pod-s0 /, 'one\n').on(/^kubectl logs pod-s1 /, 'two\n')
    expect(await read('container', 'container', 'container')).to.deep.equal([
      {type: 'log', step: 's0', line: 'one'},
      {type: 'log', step: 's1', line: 'two'},
    ])
  })

  it('does not read the log of an approval, whose program belongs to relay-core', async () => {
    runner.on(/^kubectl get pods /, JSON.stringify({items: [pod('s0', ended)]}))
    expect(await read('approval')).to.deep.equal([])
  })
})
