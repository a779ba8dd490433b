import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {clusterIdentity, DataDirectory} from '@rde/config'
import {isRdeError} from '@rde/errors'
import {Secrets} from '@rde/process-runner'
import {Docker} from '@rde/toolchain'
import {engineError, engineStores} from '@rde/workflow/engine'

import type {Backend} from '../backend.js'
import {Refusal} from '../refusal.js'
import {ClusterBackend} from './cluster-backend.js'
import {explainedBackend} from './explained-backend.js'

describe('the workflows on the cluster, for the bridge', () => {
  let runner: ScriptedProcessRunner
  let backend: Backend
  let missing: readonly string[] = []
  const list = (...items: readonly object[]) => JSON.stringify({items})
  const workflow = (name: string, revision = '0123456789abcdef') => ({
    metadata: {name, creationTimestamp: '2022-08-24T14:03:52Z', labels: {'rde.relay.sh/revision': revision}},
    spec: {},
  })
  const run = (name: string, number: string) => ({
    metadata: {
      name: `${name}-${number}`,
      namespace: 'relay-tenants',
      creationTimestamp: '2022-08-24T14:03:52Z',
      labels: {'rde.relay.sh/run-number': number, 'rde.relay.sh/workflow': name},
    },
    spec: {workflowRef: {name}},
  })
  const refusal = async (answer: Promise<unknown>) => {
    const error: unknown = await answer.then(
      () => expect.fail('not refused'),
      (failure: unknown) => failure,
    )
    if (!(error instanceof Refusal)) throw error
    return {reason: error.reason, says: [error.message, ...error.causes]}
  }

  beforeEach(() => {
    missing = []
    runner = new ScriptedProcessRunner()
    const kubectl = new Kubectl(runner, {kubeconfig: '/kubeconfig'})
    const context = {
      ...{
        identity: clusterIdentity('rde'),
        data: DataDirectory.fromEnvironment({HOME: '/nowhere'}),
        secrets: new Secrets(),
      },
      tools: () => ({kubectl, docker: new Docker(runner)}),
    }
    const docker = {imageCommand: async () => undefined}
    const missingImages = async () => missing
    const stores = new ClusterBackend({...engineStores(kubectl, context), docker, missingImages})
    backend = explainedBackend(stores, (error) => engineError(error, context))
  })
  afterEach(() => runner.assertFinished())

  it('lists each workflow with its last run', async () => {
    runner.on(/get workflows\.relay\.sh/, list(workflow('b'), workflow('a')))
    runner.on(/get runs\.relay\.sh/, list(run('b', '1'), run('b', '12'), run('b', '2')))
    const listed = await backend.listWorkflows()
    expect(listed.map(({name, lastRun}) => [name, lastRun?.number])).to.deep.equal([
      ['a', undefined],
      ['b', 12],
    ])
  })

  it('returns the current revision of a workflow', async () => {
    runner.on(/get workflows\.relay\.sh .*metadata\.name=hello/, list(workflow('hello')))
    expect((await backend.getWorkflow('hello')).latestRevision).to.equal('0123456789abcdef')
  })

  it('gives back the bytes of a revision', async () => {
    const content = Buffer.from([0x23, 0xff, 0x0a])
    const map = {metadata: {name: 'x'}, binaryData: {'workflow.yaml': content.toString('base64')}}
    runner.on(/get configmaps .*-0123456789abcdef/, list(map))
    expect((await backend.getRevision('hello', '0123456789abcdef')).content).to.deep.equal(content)
  })

  it('reports a missing workflow', async () => {
    runner.on(/get workflows\.relay\.sh/, list())
    expect((await refusal(backend.getWorkflow('hello'))).reason).to.equal('not-found')
  })

  it('does not create an existing workflow', async () => {
    runner.on(/get workflows\.relay\.sh/, list(workflow('hello')))
    expect((await refusal(backend.createWorkflow('hello'))).reason).to.equal('exists')
  })

  it('creates nothing under an invalid name', async () => {
    expect((await refusal(backend.createWorkflow('Hello'))).reason).to.equal('invalid')
  })

  it('does not ask the cluster about an invalid name', async () => {
    const name = 'a,metadata.namespace=kube-system'
    const asked = [
      backend.getWorkflow(name),
      backend.deleteWorkflow(name),
      backend.saveRevision(name, Buffer.from('')),
      backend.getRevision(name, '0123456789abcdef'),
      backend.getRevision('hello', '../x'),
      backend.startRun(name, {}),
      backend.listSecrets(name),
      backend.setSecret(name, 'key', Buffer.from('')),
      backend.deleteSecret(name, 'key'),
    ]
    const reasons = await Promise.all(asked.map(async (answer) => (await refusal(answer)).reason))
    expect(new Set(reasons)).to.deep.equal(new Set(['not-found']))
    expect(runner.commandLines).to.deep.equal([])
  })

  it('names an unknown workflow that is to be run', async () => {
    runner.on(/get workflows\.relay\.sh/, list())
    expect(await refusal(backend.startRun('hello', {}))).to.deep.equal({
      reason: 'not-found',
      says: ['There is no workflow "hello". See which there are: rde relay workflow list'],
    })
  })

  it('notes an image of a step that is only in the local Docker', async () => {
    missing = ['app:dev']
    runner.on(/get workflows\.relay\.sh/, list(workflow('hello')))
    runner.on(/get runs\.relay\.sh/, list())
    runner.on(/^kubectl create/, JSON.stringify(run('hello', '1')))
    const {notices} = await backend.startRun('hello', {})
    expect(notices).to.deep.equal([
      'The image app:dev is on this machine, but not in the cluster. Import: rde images import app:dev',
    ])
  })

  it('rejects a binary file', async () => {
    const problems = await backend.validate(Buffer.from([0x61, 0xff]))
    expect(problems.map(({message}) => message)).to.deep.equal(['the file is not text in UTF-8'])
  })

  const file = Buffer.from('steps:\n- name: a # kept\n  image: alpine\n  command: env\n  env: {TOKEN: !Secret token}\n')

  it('saves a file unchanged, under the given name', async () => {
    runner
      .on(/get workflows\.relay\.sh/, list(workflow('hello')))
      .on(/get workflows\.relay\.sh/, list(workflow('hello')))
    runner.on(/^kubectl apply --server-side/)
    const {content, steps, warnings} = await backend.saveRevision('hello', file)
    expect({content, steps, warnings}).to.deep.equal({
      content: file,
      steps: [{name: 'a', type: 'container', image: 'alpine', dependsOn: [], secrets: ['token']}],
      warnings: [],
    })
    expect(runner.requests.at(-1)?.input).to.contain(file.toString('base64'))
  })

  it('warns about a step whose image is not known here', async () => {
    runner
      .on(/get workflows\.relay\.sh/, list(workflow('hello')))
      .on(/get workflows\.relay\.sh/, list(workflow('hello')))
    runner.on(/^kubectl apply --server-side/)
    const {warnings} = await backend.saveRevision('hello', Buffer.from('steps:\n- name: a\n  image: nowhere/x\n'))
    expect(warnings.map(({line, severity}) => ({line, severity}))).to.deep.equal([{line: 2, severity: 'warning'}])
  })

  it('saves nothing of a file with errors, and names them all', async () => {
    runner.on(/get workflows\.relay\.sh/, list(workflow('hello')))
    const faulty = Buffer.from('steps:\n- name: a\n  image: alpine\n  dependsOn: b\n- name: a\n  image: alpine\n')
    const {reason, says} = await refusal(backend.saveRevision('hello', faulty))
    expect({reason, first: says[0]}).to.deep.equal({reason: 'invalid', first: 'The workflow file has 2 errors.'})
  })

  const code = async (answer: Promise<unknown>) => {
    const error: unknown = await answer.catch((failure: unknown) => failure)
    return isRdeError(error) ? error.code : error
  }

  it('asks Docker about a cluster that does not answer', async () => {
    const stderr = 'The connection to the server 127.0.0.1:6111 was refused - did you specify the right host or port?'
    runner.on(/get workflows\.relay\.sh/, {exitCode: 1, stderr}).on(/^docker ps/, '')
    expect(await code(backend.getWorkflow('hello'))).to.equal('RDE_CLUSTER_NOT_RUNNING')
  })

  it('recognises a cluster without relay-core by the output of kubectl', async () => {
    const stderr = `error: the server doesn't have a resource type "workflows"`
    runner.on(/get workflows\.relay\.sh/, {exitCode: 1, stderr})
    expect(await code(backend.getWorkflow('hello'))).to.equal('RDE_ENGINE_ABSENT')
  })
})
