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

  it('fails with exit code 3 if Docker does not answer, instead of returning nothing', async () => {
    runner.play('docker no-docker.ps')
    const error = await failure(new Docker(runner).containers('label=k3d.cluster=rde-test-acc'))
    expect({code: error.code, exit: error.oclif.exit}).to.deep.equal({code: 'RDE_DOCKER_UNREACHABLE', exit: 3})
  })

  for (const reason of ['timed-out', 'not-started'] as const) {
    it(`treats a docker that ${reason} as not answering`, async () => {
      runner.on(/^docker ps/, {failure: reason})
      expect((await failure(client.ask(['ps']))).code).to.equal('RDE_DOCKER_UNREACHABLE')
    })
  }

  for (const [title, reply, first] of [
    ['hangs', {failure: 'timed-out'}, 'docker info'],
    [
      'may not be used',
      {
        exitCode: 1,
        stderr:
          'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/containers/json": dial unix /var/run/docker.sock: connect: permission denied',
      },
      'sudo usermod -aG docker $USER',
    ],
    [
      'does not run',
      {
        exitCode: 1,
        stderr:
          'Cannot connect to the Docker daemon at unix:///home/me/.colima/docker.sock. Is the docker daemon running?',
      },
      'colima start',
    ],
  ] as const) {
    it(`suggests a remedy where Docker ${title}`, async () => {
      runner.on(/^docker ps/, reply)
      expect((await failure(client.ask(['ps']))).remedies[0]?.command).to.equal(first)
    })
  }

  it('does not treat an interrupted docker as not answering, whatever it printed', async () => {
    const stderr = 'error during connect: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.41/info": context canceled'
    runner.on(/^docker info/, {failure: 'cancelled', stderr})
    expect(await failure(client.ask(['info']))).to.include({failure: 'cancelled'})
  })

  for (const stderr of [
    'Failed to initialize: unable to resolve docker endpoint: context "nope": context not found: open /x/meta.json: no such file',
    'Failed to initialize: unable to resolve docker endpoint: unable to parse docker host `garbage`',
    'context "nope" does not exist',
    'Failed to initialize: parse "unix:///x\\ny": net/url: invalid control character in URL',
    'Failed to initialize: protocol not available',
    'request returned 404 Not Found for API route and version http://10.0.0.1:2375/v1.50/containers/json, check if the server supports the requested API version',
    'Error response from daemon: client version 1.1 is too old. Minimum supported API version is 1.12, please upgrade',
    'Error response from daemon: page not found',
  ])
    it(`treats a client without an engine as a Docker that does not answer: ${stderr.slice(0, 70)}`, async () => {
      runner.on(/^docker ps/, {exitCode: 1, stderr})
      const {code, message} = await failure(client.ask(['ps']))
      expect(code).to.equal('RDE_DOCKER_UNREACHABLE')
      expect(message).to.contain(stderr).and.to.not.contain('docker ps')
    })

  it("includes Docker's message when it answered and refused", async () => {
    runner.on(/^docker start/, {exitCode: 1, stderr: 'Error response from daemon: No such container: a'})
    expect((await failure(client.ask(['start', 'a']))).message).to.contain('No such container: a')
  })
})
