import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from '../testing/recording.js'
import {askVersion} from './tool-version.js'

describe('askVersion', () => {
  let runner: ScriptedProcessRunner
  const ask = (name: 'docker' | 'kubectl') =>
    askVersion(runner, {name, path: `/bin/${name}`}).catch((error: Error) => error.message)

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  it('asks the client alone', async () => {
    runner.on(/^\/bin\/kubectl version --client -o json$/, recording('kubectl-1.32.4/version.json'))
    expect(await ask('kubectl')).to.equal('1.32.4')
  })

  it('does not accept podman as docker', async () => {
    runner.on(/docker/, 'podman version 4.3.1\n')
    expect(await ask('docker')).to.equal('docker (/bin/docker) is Podman; rde needs the Docker engine.')
  })

  it('shows the last line of a shim that fails', async () => {
    runner.on(/docker/, {exitCode: 126, stderr: 'No version is set for command docker\nasdf: no such plugin'})
    expect(await ask('docker')).to.match(/does not print its version: asdf: no such plugin$/)
  })

  it('shows the exit code of a program that fails without output', async () => {
    runner.on(/docker/, {exitCode: 1})
    expect(await ask('docker')).to.match(/does not print its version: it ended with exit code 1 and printed nothing$/)
  })

  it('shows the failure of the program', async () => {
    runner.on(/docker/, {failure: 'timed-out'})
    expect(await ask('docker')).to.contain('timed-out')
  })

  it('lets an interruption through', async () => {
    runner.on(/docker/, {failure: 'cancelled'})
    expect(await ask('docker')).to.equal('cancelled: /bin/docker --version')
  })
})
