import {expect} from 'chai'

import {isRdeError, type RdeError} from '@rde/errors'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import {RunStore} from './run-store.js'
import type {RunSummary} from './run-summary.js'

const workflow = {name: 'mixed', revision: 'abc'}
const created = JSON.stringify({metadata: {name: 'mixed-4'}, spec: {workflowRef: {name: 'mixed'}}})
const exists = {exitCode: 1, stderr: 'Error from server (AlreadyExists): runs.relay.sh "mixed-3" already exists'}

describe('RunStore', () => {
  let runner: ScriptedProcessRunner
  let runs: RunStore
  beforeEach(() => {
    runner = new ScriptedProcessRunner().playAlways('kubectl runs.get')
    runs = new RunStore(new Kubectl(runner, {kubeconfig: '/k'}))
  })
  afterEach(() => runner.assertFinished())

  const found = async (reference: string) => (await runs.find(reference)).name
  const sent = () =>
    runner.requests.flatMap(({args, input}) => {
      if (args[0] !== 'create') return []
      return (JSON.parse(input ?? '') as {items: Array<{metadata: {name: string; labels: object}}>}).items
    })

  it('finds a run by its number or its object name, and the newest by the name of its workflow', async () => {
    expect([await found('mixed#1'), await found('mixed-1'), await found('mixed')]).to.deep.equal([
      'mixed-1',
      'mixed-1',
      'mixed-2',
    ])
  })

  it('suggests the list of runs for an unknown run', async () => {
    const error = await runs.find('mixed#9').catch((problem: unknown) => problem)
    expect(isRdeError(error) && [error.code, error.remedies[0]?.command]).to.deep.equal([
      'RDE_RUN_UNKNOWN',
      'rde workflow runs',
    ])
  })

  it('takes the next number if another run has taken this one in the meantime', async () => {
    runner.on(/^kubectl create/, exists).on(/^kubectl create/, created)
    const {name} = await runs.start({workflow, parameters: {}})
    expect(sent().map(({metadata}) => metadata.name)).to.deep.equal(['mixed-3', 'mixed-4'])
    expect(name).to.equal('mixed-4')
  })

  it('deletes the oldest ended runs of the workflow beyond those to keep', async () => {
    const keeping = new RunStore(new Kubectl(runner, {kubeconfig: '/k'}), async () => 1)
    runner.on(/^kubectl create/, created).on(/^kubectl delete/, '')
    await keeping.start({workflow, parameters: {}})
    expect(runner.requests.at(-1)?.args.slice(0, 4)).to.deep.equal([
      'delete',
      'runs.relay.sh',
      'mixed-1',
      '--namespace',
    ])
  })

  it('suggests how to inspect relay-core if it does not cancel a run in time', async () => {
    const stderr = 'error: timed out waiting for the condition on runs/deploy-1'
    runner.on(/^kubectl patch runs\.relay\.sh/).on(/^kubectl wait runs\.relay\.sh\/deploy-1 /, {exitCode: 1, stderr})
    const run = {name: 'deploy-1', reference: 'deploy#1'} as RunSummary
    const error = (await runs.cancel(run).catch((thrown: unknown) => thrown)) as RdeError
    expect(error.message).to.equal('Cancelling deploy#1 timed out after 1 min.')
    expect(error.remedies.map(({command}) => command)).to.include('rde cluster logs relay-core')
  })

  it('starts a run even if an older one cannot be deleted', async () => {
    const keeping = new RunStore(new Kubectl(runner, {kubeconfig: '/k'}), async () => 1)
    runner.on(/^kubectl create/, created).on(/^kubectl delete/, {exitCode: 1, stderr: 'Error from server (Forbidden)'})
    expect((await keeping.start({workflow, parameters: {}})).name).to.equal('mixed-4')
  })

  it('labels a run with the revision of its file', async () => {
    runner.on(/^kubectl create/, created)
    await runs.start({workflow, parameters: {}})
    expect(sent()[0]?.metadata.labels).to.deep.equal({
      'rde.relay.sh/revision': 'abc',
      'rde.relay.sh/run-number': '3',
    })
  })
})
