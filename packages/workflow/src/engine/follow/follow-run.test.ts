import {expect} from 'chai'

import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import type {RunEvent} from '../../run/events.js'
import type {RunObject} from '../run-object.js'
import {summarizeRun} from '../run-summary.js'
import {followRun} from './follow-run.js'
import {RunWatches} from './watched-run.js'

const {items} = JSON.parse(recordedCall('kubectl runs.get').stdout) as {items: RunObject[]}
const {items: neverPods} = JSON.parse(recordedCall('kubectl runs.pods-never').stdout) as {items: object[]}
const watched = (...objects: readonly object[]) => ({
  prints: objects.map((object) => JSON.stringify({type: 'ADDED', object})).join('\n'),
})

/** Masks like the values from Vault. */
const hide = <Shown>(shown: Shown) => JSON.parse(JSON.stringify(shown).replaceAll('hush-hush', '••••')) as Shown

interface FollowOptions {
  readonly pods?: object[]
  readonly dependsOn?: Record<string, string[]>
  /** The Run in the API. */
  readonly object?: RunObject
  readonly pipelines?: object[]
  readonly watches?: RunWatches
}

describe('followRun', () => {
  let runner: ScriptedProcessRunner
  beforeEach(() => {
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  const watchedFrom = ({object, pods = [], pipelines = []}: FollowOptions) =>
    runner
      .on(/get --raw .*\/runs\?.*watch=true/, watched(object!))
      .on(/get --raw .*\/pods\?.*watch=true/, watched(...pods))
      .on(/get --raw .*\/pipelineruns\?.*watch=true/, watched(...pipelines))
  const follow = async (name: string, options: FollowOptions = {}) => {
    const {object = items.find(({metadata}) => metadata.name === name)!, dependsOn = {}, watches} = options
    const events: RunEvent[] = []
    if (watches === undefined) watchedFrom({...options, object})
    const steps = (object.status?.steps ?? []).map((step) => {
      return {name: step.name, type: 'container' as const, image: 'a:1', dependsOn: dependsOn[step.name] ?? []}
    })
    const {end} = await followRun({
      ...{kubectl: new Kubectl(runner, {kubeconfig: '/k'}), run: summarizeRun(object), steps},
      ...{
        watches,
        inputs: {mask: hide},
        signal: new AbortController().signal,
        onEvent: (event: RunEvent) => void events.push(event),
      },
    })
    return {end, events}
  }

  it('reports an ended run: each step, and the exit code of a failed one', async () => {
    runner.play('kubectl runs.exit-codes')
    const {end, events} = await follow('mixed-2', {dependsOn: {fails: ['build'], after: ['fails']}})
    const reported = events.flatMap((event) =>
      event.type === 'step' ? [[event.step, event.phase, event.exitCode ?? event.reason]] : [],
    )
    expect(reported).to.deep.equal([
      ['build', 'succeeded', undefined],
      ['fails', 'failed', 3],
      ['after', 'skipped', 'fails did not succeed'],
      ['skipme', 'skipped', 'its condition does not hold'],
    ])
    expect(end).to.deep.equal({outcome: 'failed'})
  })

  it('masks the values from Vault in events and in the final run', async () => {
    runner.play('kubectl runs.exit-codes')
    const recorded = items.find(({metadata}) => metadata.name === 'mixed-2')!
    const outputs = [{name: 'copy', value: 'it is hush-hush'}]
    const steps = recorded.status!.steps!.map((step) => (step.name === 'build' ? {...step, outputs} : step))
    const {events} = await follow('mixed-2', {object: {...recorded, status: {...recorded.status, steps}}})
    expect(events.find(({type}) => type === 'output')).to.include({value: 'it is ••••'})
  })

  it('ends when the run is cancelled', async () => {
    runner.on(/^kubectl get configmaps/, '{"items":[]}')
    expect((await follow('long-1')).end.outcome).to.equal('cancelled')
  })

  it('ends for a run without steps', async () => {
    expect((await follow('empty-1')).end.outcome).to.equal('succeeded')
  })

  it('ends with the message of a pod that can never start, and names the command that imports its image', async () => {
    const pods = JSON.parse(
      JSON.stringify(neverPods).replaceAll(/dial tcp[^"\\]*connection refused/g, 'not found'),
    ) as object[]
    const {end} = await follow('never-3', {pods})
    expect(end.reason).to.match(/^step bad can never start: ErrImagePull: .*not found$/)
    expect([end.stuck, end.remedies?.[0]?.command]).to.deep.equal([true, 'rde images import a:1'])
  })

  describe('while a pod does not fit on any node and the nodes cannot be queried', () => {
    const run = items.find(({metadata}) => metadata.name === 'never-3')!
    const pod = JSON.parse(JSON.stringify(neverPods[0])) as {status: object}
    pod.status = {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable'}]}
    const conditions = [{type: 'Succeeded', status: 'False', reason: 'CouldntGetTask', message: 'gone'}]
    const given = {object: run, pods: [pod], pipelines: [{metadata: {name: 'never-3'}, status: {conditions}}]}
    beforeEach(() => void runner.on(/^kubectl get nodes /, {failure: 'timed-out'}))

    it('continues to the end of the run', async () => {
      expect((await follow('never-3', given)).end.reason).to.contain('CouldntGetTask')
    })

    it('queries the nodes once for all followers', async () => {
      watchedFrom(given)
      const watches = new RunWatches(new Kubectl(runner, {kubeconfig: '/k'}))
      const each = await Promise.all([follow('never-3', {watches}), follow('never-3', {watches})])
      expect(each.map(({end}) => end.outcome)).to.deep.equal(['failed', 'failed'])
    })
  })

  it('reports a failed step without its exit code if the cluster does not answer', async () => {
    runner.on(/^kubectl get configmaps/, {failure: 'timed-out'})
    const {events} = await follow('mixed-2', {dependsOn: {fails: ['build'], after: ['fails']}})
    expect(events.find((event) => event.type === 'step' && event.step === 'fails')).to.include({phase: 'failed'})
  })
})
