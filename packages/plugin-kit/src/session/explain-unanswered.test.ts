import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory, defaultConfig} from '@rde/config'
import {ProcessError, Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker} from '@rde/toolchain'
import {expect} from 'chai'

import {explainUnanswered} from './explain-unanswered.js'
import type {Session} from './session.js'

const failed = (file: string, stderr: string) =>
  new ProcessError({file, args: ['get']}, {failure: 'exit-code', summary: 'exit code 1', stderr})
const silence = 'Unable to connect to the server: EOF'

describe('explainUnanswered', () => {
  const home = mkdtempSync(join(tmpdir(), 'rde-unanswered-'))
  const identity = clusterIdentity('rde-test-acc')
  const data = DataDirectory.fromEnvironment({HOME: home, RDE_CLUSTER: identity.name})
  let runner: ScriptedProcessRunner
  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    mkdirSync(data.cluster, {recursive: true})
  })
  afterEach(() => {
    rmSync(data.cluster, {recursive: true})
    runner.assertFinished()
  })
  after(() => rmSync(home, {recursive: true}))

  const explain = (error: ProcessError) => {
    const tools = () => ({docker: new Docker(runner)}) as never
    const session: Session = {
      identity,
      data,
      secrets: new Secrets(),
      tools,
      locateTools: () => tools,
      runner: () => runner as never,
    }
    return explainUnanswered(error, session)
  }

  it('names the context of an attached cluster, and how to detach one that no longer exists', async () => {
    const config = defaultConfig(identity)
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    writeFileSync(data.config, JSON.stringify({...config, cluster: {...config.cluster, attached}}))
    const error = await explain(failed('/usr/bin/kubectl', silence))
    expect(error).to.include({code: 'RDE_API_SILENT', message: 'The API server of the context team does not answer.'})
    expect(error).to.have.nested.property('remedies[2].command', 'rde cluster detach rde-test-acc')
  })

  it('asks Docker of a cluster that runs there', async () => {
    runner.on(/^docker ps /)
    expect(await explain(failed('kubectl', silence))).to.include({code: 'RDE_CLUSTER_NOT_RUNNING'})
  })

  it('reports Docker if it does not answer either', async () => {
    runner.on(/^docker ps /, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon'})
    expect(await explain(failed('kubectl', silence))).to.include({code: 'RDE_DOCKER_UNREACHABLE'})
  })

  it('reports that the API server refuses the kubeconfig, and how to get the current one', async () => {
    const error = await explain(failed('kubectl', 'first\ntls: x509: certificate signed by unknown authority'))
    expect(error).to.include({code: 'RDE_API_REFUSED'})
    expect(error.message).to.match(/refuses the kubeconfig:\ntls: x509: certificate signed by unknown authority$/)
    expect(error).to.have.nested.property('remedies[0].command', 'rde cluster start')
  })

  for (const [file, stderr] of [
    ['kubectl', 'error: the server has no such thing'],
    ['docker', silence],
  ] as const)
    it(`leaves ${file}: ${stderr}`, async () => {
      const error = failed(file, stderr)
      expect(await explain(error)).to.equal(error)
    })
})
