import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory} from '@rde/config'
import type {Session} from '@rde/plugin-kit'
import {Secrets} from '@rde/process-runner'
import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'
import {expect} from 'chai'

import {placesFor} from './start.js'

describe('the places of the run form', () => {
  let home: string
  let runner: ScriptedProcessRunner
  let session: Session
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-form-'))
    const identity = clusterIdentity('rde-test-acc')
    const data = DataDirectory.fromEnvironment({HOME: home, RDE_CLUSTER: identity.name})
    runner = new ScriptedProcessRunner()
    const tools = () => ({docker: new Docker(runner)}) as never
    session = {identity, data, secrets: new Secrets(), tools, locateTools: () => tools, runner: () => runner as never}
    mkdirSync(data.cluster, {recursive: true})
    writeFileSync(data.config, JSON.stringify({version: 1, kubeconfig: {kind: 'Config'}}))
  })
  afterEach(() => {
    rmSync(home, {recursive: true})
    runner.assertFinished()
  })

  const first = async () => (await placesFor({session, signal: new AbortController().signal}))[0]

  it('begin with the cluster that runs', async () => {
    runner.on(/^docker ps /, recordedCall('docker running.ps').stdout)
    expect(await first()).to.equal('cluster')
  })

  it('begin with Docker if no cluster runs', async () => {
    runner.on(/^docker ps /)
    expect(await first()).to.equal('docker')
  })

  it('begin with this machine if Docker does not answer', async () => {
    runner.on(/^docker ps /, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon'})
    expect(await first()).to.equal('host')
  })
})
