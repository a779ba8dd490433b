import {expect} from 'chai'

import type {RdeError} from '@rde/errors'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from './docker.js'
import {DockerClient} from './docker-client.js'

describe('DockerClient', () => {
  let runner: ScriptedProcessRunner
  let client: DockerClient

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
    client = new DockerClient(runner, 'docker')
  })
  afterEach(() => runner.assertFinished())

  const failure = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )

  it('says that Docker does not answer, with exit code 3, and not that there is nothing', async () => {
    runner.play('docker no-docker.ps')
    const error = await failure(new Docker(runner).containers('label=k3d.cluster=rde-test-acc'))
    expect({code: error.code, exit: error.oclif.exit}).to.deep.equal({code: 'RDE_DOCKER_UNREACHABLE', exit: 3})
  })

  for (const reason of ['timed-out', 'not-started'] as const) {
    it(`takes a docker that ${reason} for one that does not answer`, async () => {
      runner.on(/^docker ps/, {failure: reason})
      expect((await failure(client.ask(['ps']))).code).to.equal('RDE_DOCKER_UNREACHABLE')
    })
  }

  it('passes on what Docker said when it answered and refused', async () => {
    runner.on(/^docker start/, {exitCode: 1, stderr: 'Error response from daemon: No such container: a'})
    expect((await failure(client.ask(['start', 'a']))).message).to.contain('No such container: a')
  })
})
