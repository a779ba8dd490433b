import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {clusterIdentity, DataDirectory, defaultConfig} from '@rde/config'
import {Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'
import {expect} from 'chai'

import type {RunRequest} from '../run/run-request.js'
import {prepareOnCluster} from './run-on-cluster.js'

const saved = JSON.stringify({
  items: [{metadata: {name: 'mixed', creationTimestamp: '2026-01-01T00:00:00Z'}, spec: {steps: []}}],
})
const created = JSON.stringify({metadata: {name: 'mixed-3'}, spec: {workflowRef: {name: 'mixed'}}})

const request: RunRequest = {
  ...{on: 'cluster', target: 'mixed', parameters: {}, follow: 'detach', signal: new AbortController().signal},
  ...{onEvent() {}, onNotice() {}, ask: undefined, askText: undefined, askHidden: undefined, allowUnresolved: false},
  ...{cluster: {timeoutMs: 1_000}, local: {secrets: [], approve: [], yes: false, verbose: false}},
}

describe('prepareOnCluster', () => {
  let home: string
  let runner: ScriptedProcessRunner
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-prepared-'))
    runner = new ScriptedProcessRunner().on(/get workflows\.relay\.sh/, saved).playAlways('kubectl runs.get')
  })
  afterEach(() => {
    runner.assertFinished()
    rmSync(home, {recursive: true})
  })

  const context = () => {
    const identity = clusterIdentity('rde-test-acc')
    const data = DataDirectory.fromEnvironment({HOME: home})
    mkdirSync(dirname(data.config), {recursive: true})
    writeFileSync(data.config, JSON.stringify({...defaultConfig(identity), kubeconfig: {kind: 'Config'}}))
    const tools = () => ({docker: new Docker(runner), kubectl: new Kubectl(runner, {kubeconfig: '/k'})})
    return {identity, data, secrets: new Secrets(), tools}
  }
  const calls = () => runner.requests.map(({args}) => args.slice(0, 3).join(' '))

  it('replaces an earlier run, whose number is not reused', async () => {
    runner.on(/^kubectl delete runs\.relay\.sh mixed-2 /, '').on(/^kubectl create/, created)
    const start = await prepareOnCluster(context(), request, [{name: 'mixed-2'}])
    expect(calls()).not.to.include('create --filename -')
    const {reference} = await start()
    expect(reference).to.equal('mixed-3')
    const {items} = JSON.parse(runner.requests.at(-1)?.input ?? '') as {items: Array<{metadata: {name: string}}>}
    expect(items.map(({metadata}) => metadata.name)).to.deep.equal(['mixed-3'])
  })
})
