import {once} from 'node:events'

import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from '../docker/docker.js'
import {Helm} from '../wrappers/helm.js'
import {findTool} from './missing-tool.js'

const nowhere = {env: {PATH: ''}, folder: '/nonexistent'}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('no error'),
    (error: Error) => error,
  )

describe('a tool that is not installed', () => {
  const runner = new ScriptedProcessRunner()
  const missing = (name: 'docker' | 'helm', env = {}) => {
    const {file, runnerFrom} = findTool(name, {...nowhere, env: {...nowhere.env, ...env}})
    return {file, runner: runnerFrom(runner)}
  }

  it('fails when it is called, with the command that installs it', async () => {
    const {runner: unavailable, file} = missing('helm')
    const request = {release: 'a', chart: 'b', namespace: 'c', valuesFile: 'd'}
    const error = await failure(new Helm(unavailable, {file, kubeconfig: ''}).template(request))
    expect(error).to.deep.include({message: 'helm is not installed.', code: 'RDE_TOOLS', oclif: {exit: 3}})
    expect(error).to.have.nested.property('remedies[0].command').that.contains('helm')
  })

  it('is not reported as a Docker that does not answer', async () => {
    const {runner: unavailable, file} = missing('docker')
    const error = await failure(new Docker(unavailable, file).imageIds())
    expect(error).to.have.property('message', 'docker is not installed.')
  })

  it('ends a connection with that error', async () => {
    const {runner: unavailable, file} = missing('docker')
    const [error] = await once(new Docker(unavailable, file).connect('node', ['cat']), 'error').catch((thrown) => [
      thrown,
    ])
    expect(error).to.have.property('code', 'RDE_TOOLS')
  })

  it('is reported with the variable that has an invalid path', async () => {
    const {runner: unavailable} = missing('helm', {RDE_HELM: '/nonexistent/helm'})
    const error = await failure(unavailable.capture({file: 'helm', args: []}))
    expect(error.message).to.contain('RDE_HELM is "/nonexistent/helm"')
  })

  it('is never run', () => expect(runner.requests).to.deep.equal([]))
})
