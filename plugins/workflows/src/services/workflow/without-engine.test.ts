import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {clusterIdentity, newConfig} from '@rde/config'
import {temporaryData, type TemporaryData} from '@rde/config/testing/temporary-data'
import {isRdeError} from '@rde/errors'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {orLocalRun, refuseLocalRun} from '../../local-runs.js'
import {showLogs} from './logs.js'
import {listRuns} from './runs.js'
import {setSecret} from './secret/set.js'

const noEngine = {exitCode: 1, stderr: 'error: the server doesn\'t have a resource type "runs"\n'}

describe('a workflow that ran without a cluster, on a bare one', () => {
  let folders: TemporaryData
  let runner: ScriptedProcessRunner
  let session: Session
  const {signal} = new AbortController()

  beforeEach(async () => {
    folders = temporaryData()
    const identity = clusterIdentity('rde-test-config')
    const config = {...(await newConfig(folders.data, identity)), kubeconfig: {apiVersion: 'v1'}}
    writeFileSync(folders.data.config, JSON.stringify(config))
    runner = new ScriptedProcessRunner()
    const tools = () => ({kubectl: new Kubectl(runner, {kubeconfig: '/k'}), docker: new Docker(runner)})
    session = {identity, data: folders.data, secrets: new Secrets(), tools} as unknown as Session
  })
  afterEach(() => {
    folders.remove()
    runner.assertFinished()
  })

  function ranLocally(workflow = 'hello'): void {
    const folder = join(folders.data.localRuns, workflow, '1')
    mkdirSync(folder, {recursive: true})
    const times = {startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:00:01Z'}
    const run = {workflow, number: 1, on: 'host', pid: 1, outcome: 'succeeded', steps: [], ...times}
    writeFileSync(join(folder, 'run.json'), JSON.stringify(run))
  }
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => expect.fail('it was not refused'),
      (error: unknown) => (isRdeError(error) ? error : expect.fail(String(error))),
    )

  it('is listed, with one note that the runs of the cluster are not', async () => {
    ranLocally()
    runner.on(/^kubectl get runs/, noEngine)
    const notices: string[] = []
    const runs = await listRuns(session, {signal, onNotice: (line) => notices.push(line)})
    expect(runs.map(({reference}) => reference)).to.deep.equal(['local/hello#1'])
    expect(notices).to.have.length(1)
    expect(notices[0]).to.match(/^Only runs without a cluster are listed\. The cluster has no workflow engine/)
  })

  it('is an error only if there are no runs at all', async () => {
    runner.on(/^kubectl get runs/, noEngine)
    const error = await refusal(listRuns(session, {signal, onNotice: () => {}}))
    expect(error.code).to.equal('RDE_ENGINE_ABSENT')
  })

  it('is suggested when its logs are requested by the name of a run on the cluster', async () => {
    ranLocally()
    runner.on(/^kubectl get runs/, noEngine)
    const asked = {run: 'hello', follow: false, signal, write: () => {}, onNotice: () => {}}
    const error = await refusal(showLogs(session, asked))
    expect(error.message).to.match(/^hello is not on the cluster; the workflow hello ran without one\./)
    expect(error.remedies[0]?.command).to.equal('rde workflow logs local/hello#1')
  })

  it('leaves other failures alone', async () => {
    ranLocally('another')
    const failure = new Error('of the cluster')
    expect(await orLocalRun(session, 'hello', () => Promise.reject(failure)).catch((error: unknown) => error)).to.equal(
      failure,
    )
  })

  it('cannot be answered or cancelled from elsewhere: the error explains why', () => {
    expect(() => refuseLocalRun('local/hello#1', 'Press Ctrl-C where it runs to end it.')).to.throw(
      'local/hello#1 is a run without a cluster. Press Ctrl-C where it runs to end it.',
    )
    expect(() => refuseLocalRun('hello#1', '')).not.to.throw()
  })

  describe('its secrets', () => {
    const set = (text: string, more: object = {}) =>
      setSecret(session, {
        ...{workflow: 'hello', key: 'token', local: false, empty: false, signal},
        ...{value: async () => Buffer.from(text), ...more},
      })

    it('may be set before the workflow is saved, which is reported', async () => {
      const token = Buffer.from('token').toString('base64')
      runner
        .on(/^kubectl get workflows/, '{"items": []}')
        .on(/^kubectl get secrets/, JSON.stringify({items: [{metadata: {}, data: {'root-token': token}}]}))
        .on(/^kubectl exec .* kv put customers\/workflows\/hello\/token -$/)
      expect(await set('x')).to.deep.equal({workflow: 'hello', key: 'token', saved: false})
    })

    it('may not be empty by accident, as with the input of </dev/null', async () => {
      const error = await refusal(set('', {local: true}))
      expect([error.code, error.oclif.exit, error.remedies.at(-1)?.command]).to.deep.equal([
        'RDE_SECRET_EMPTY',
        2,
        'rde workflow secret set hello token --empty',
      ])
      await set('', {local: true, empty: true})
    })
  })
})
