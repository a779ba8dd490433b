import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {clusterIdentity, DataDirectory, defaultConfig} from '@rde/config'
import {ProcessError, Secrets} from '@rde/process-runner'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {engineError} from './errors.js'

describe('engineError', () => {
  const home = mkdtempSync(join(tmpdir(), 'rde-engine-errors-'))
  after(() => rmSync(home, {recursive: true}))

  const identity = clusterIdentity('rde-test-errors')
  const data = DataDirectory.fromEnvironment({HOME: home, RDE_CLUSTER: identity.name})
  const runner = new ScriptedProcessRunner()
  const tools = () => ({docker: new Docker(runner), kubectl: new Kubectl(runner, {kubeconfig: data.kubeconfig})})
  const silence = new ProcessError(
    {file: 'kubectl', args: ['get']},
    {failure: 'exit-code', summary: 'exit code 1', stderr: 'Unable to connect to the server: EOF'},
  )

  it('names the context of an attached cluster that does not answer, without querying Docker', async () => {
    const config = defaultConfig(identity)
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    mkdirSync(data.cluster, {recursive: true})
    writeFileSync(data.config, JSON.stringify({...config, kubeconfig: {}, cluster: {...config.cluster, attached}}))
    const error = await engineError(silence, {identity, data, secrets: new Secrets(), tools})
    expect(error).to.include({code: 'RDE_API_SILENT', message: 'The API server of the context team does not answer.'})
    expect(runner.requests).to.deep.equal([])
  })
})
