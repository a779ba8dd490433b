import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'

import {isRefused, isUnreachable, Kubectl, type WaitDetails} from './kubectl.js'

describe('Kubectl', () => {
  let runner: ScriptedProcessRunner
  let kubectl: Kubectl

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    kubectl = new Kubectl(runner, {kubeconfig: '/cluster/kubeconfig.yaml'})
  })
  afterEach(() => runner.assertFinished())

  it("uses the cluster's kubeconfig and a deadline", async () => {
    runner.on(/^kubectl get --raw \/readyz --request-timeout=10s$/, 'ok')
    expect(await kubectl.raw('/readyz')).to.equal('ok')
    expect(runner.requests[0]).to.deep.include({env: {KUBECONFIG: '/cluster/kubeconfig.yaml'}, timeoutMs: 20_000})
  })

  const noConditions = '.status.conditions accessor error: <nil> is of the type <nil>, expected []interface{}'

  it('also waits for an object without conditions', async () => {
    runner
      .on(/^kubectl wait crd\/a --timeout=60s$/, {exitCode: 1, stderr: noConditions})
      .on(/^kubectl wait crd\/a --timeout=60s$/)
    await kubectl.wait(['crd/a'], 60_000)
  })

  it('does not wait longer than its timeout', async () => {
    runner.on(/^kubectl wait crd\/a --timeout=1s$/, {exitCode: 1, stderr: noConditions})
    const error = await kubectl.wait(['crd/a'], 0).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('code', 'RDE_DEADLINE')
  })

  it('reports a timeout with its own message and remedies', async () => {
    const stderr = 'error: timed out waiting for the condition on customresourcedefinitions/a\n'
    const details = {what: 'The definition', remedies: [{what: 'Look', command: 'rde cluster status'}]}
    const wait = async (...rest: [WaitDetails?]) => {
      runner.on(/^kubectl wait crd\/a /, {exitCode: 1, stderr})
      return (await kubectl.wait(['crd/a'], 60_000, ...rest).catch((thrown: unknown) => thrown)) as RdeError
    }
    const {message, remedies} = await wait(details)
    expect([message, remedies]).to.deep.equal(['The definition timed out after 1 min.', details.remedies])
    expect((await wait()).message).to.equal('Waiting for crd/a timed out after 1 min.')
  })

  it('rethrows other failures of a wait', async () => {
    const stderr = 'Error from server (NotFound): customresourcedefinitions "a" not found'
    runner.on(/^kubectl wait crd\/a /, {exitCode: 1, stderr})
    const error = await kubectl.wait(['crd/a'], 60_000).catch((thrown: unknown) => thrown)
    expect(error).to.have.property('stderr', stderr)
  })

  it('lists the objects in JSON output', async () => {
    const node = {metadata: {name: 'n'}}
    runner.on(/^kubectl get nodes --output json/, JSON.stringify({items: [node]}))
    expect(await kubectl.list('nodes')).to.deep.equal([node])
  })

  const ended = new AbortController().signal
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'an object': () => kubectl.get('node', 'n'),
    'a list': () => kubectl.list('nodes'),
    'what it made': () => kubectl.create({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'n'}}),
    'a context': () => kubectl.exportContext('team', '/k'),
    'a watch': () => kubectl.watch('/api/v1/pods', () => {}, ended),
  }
  for (const [title, ask] of Object.entries(questions))
    it(`reports unexpected output for ${title} in one sentence`, async () => {
      for (const printed of ['<html>', '{"a":', 'null', '[]', '7']) {
        runner.on(/^kubectl/, printed)
        const error = await ask().catch((thrown: unknown) => thrown)
        expect(error, printed).to.include({code: 'RDE_TOOL_UNREADABLE'})
      }
    })

  it('rejects a list without objects', async () => {
    for (const printed of ['{}', '{"items": {}}', '{"items": [null]}', '{"items": ["a"]}', '{"items": [{}]}']) {
      runner.on(/^kubectl/, printed)
      const error = await kubectl.list('nodes').catch((thrown: unknown) => thrown)
      expect(error, printed).to.include({code: 'RDE_TOOL_UNREADABLE'})
    }
  })

  it('leaves user values to the API server, since kubectl refuses a null', async () => {
    runner.on(/^kubectl apply --server-side .*--validate=false --filename -/)
    await kubectl.apply([{apiVersion: 'v1', kind: 'Workflow', metadata: {name: 'n'}, spec: null}], JSON.stringify)
  })

  it('names the container in every call for a pod, since kubectl would choose one of two, or refuse', async () => {
    const pod = {namespace: 'n', pod: 'p', container: 'main'}
    runner.on(/^kubectl logs p --namespace n --container main$/).on(/^kubectl exec --stdin .*--container main p -- ls$/)
    await kubectl.logs({...pod, follow: false, signal: new AbortController().signal}, () => {})
    await kubectl.exec({...pod, command: ['ls'], input: ''})
  })

  it('applies objects as JSON on standard input', async () => {
    runner.on(/^kubectl apply --server-side .*--filename -/)
    await kubectl.apply([{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'n'}}])
    expect(JSON.parse(runner.requests[0]!.input!).items[0].metadata.name).to.equal('n')
  })
})

describe('isUnreachable', () => {
  const failure = async (reply: {exitCode: number; stderr: string}) =>
    new ScriptedProcessRunner()
      .on(/./, reply)
      .capture({file: 'kubectl', args: ['get']})
      .catch((error: unknown) => error)

  it('is true for an API server that refuses connections', async () => {
    const {exitCode, stderr} = recordedCall('kubectl api-silent.get')
    const error = await failure({exitCode, stderr})
    expect(isUnreachable(error)).to.equal(true)
  })

  for (const stderr of [
    'Unable to connect to the server: net/http: TLS handshake timeout',
    'Unable to connect to the server: EOF',
    'error: Get "https://127.0.0.1:6111/api": dial tcp 127.0.0.1:6111: i/o timeout',
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
  ]) {
    it(`is true for: ${stderr}`, async () => {
      expect(isUnreachable(await failure({exitCode: 1, stderr}))).to.equal(true)
    })
  }

  for (const stderr of [
    'Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'error: You must be logged in to the server (Unauthorized)',
    'Unable to connect to the server: remote error: tls: bad certificate',
  ]) {
    it(`is false, but isRefused is true, for: ${stderr}`, async () => {
      const error = await failure({exitCode: 1, stderr})
      expect([isUnreachable(error), isRefused(error)]).to.deep.equal([false, true])
    })
  }

  it('is false if the server refuses the request', async () => {
    const stderr = 'Error from server (NotFound): nodes "k3d-rde-agent-9" not found'
    expect(isUnreachable(await failure({exitCode: 1, stderr}))).to.equal(false)
  })

  it('is false for an error that is not a ProcessError', () => {
    expect(isUnreachable(new Error('the connection to the server was refused'))).to.equal(false)
  })
})
