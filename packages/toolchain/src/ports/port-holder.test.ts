import {once} from 'node:events'
import {createServer, type AddressInfo} from 'node:net'

import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {recording} from '../testing/recording.js'
import {describeHolder, portHolder} from './port-holder.js'

describe('portHolder', () => {
  let runner: ScriptedProcessRunner
  const withoutProc = '/nonexistent'

  beforeEach(() => {
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  it('names the container that publishes the port', async () => {
    runner.on(/^docker ps --filter publish=26443 /, recording('docker-28.2.2/ps-publish.txt'))
    const holder = await portHolder(26443, {runner, docker: 'docker'})
    expect(describeHolder(holder)).to.equal('the container `k3d-rde-test-tools-server-0`')
  })

  it('names the listening process on Linux', async function () {
    if (process.platform !== 'linux') this.skip()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    runner.on(/^docker ps/, '')
    const holder = await portHolder((server.address() as AddressInfo).port, {runner, docker: 'docker'})
    server.close()
    expect(holder).to.include({kind: 'process', pid: process.pid})
  })

  it('runs lsof if there is no /proc', async () => {
    runner.on(/^lsof -nP -iTCP:29341 -sTCP:LISTEN -Fpc$/, recording('lsof-4/listen.txt'))
    const holder = await portHolder(29341, {runner, proc: withoutProc})
    expect(describeHolder(holder)).to.equal('`python3` (pid 14365)')
  })

  it('is unknown if Docker and lsof fail', async () => {
    runner.on(/^docker ps/, {exitCode: 1, stderr: 'no'}).on(/^lsof/, {failure: 'not-started'})
    const holder = await portHolder(29341, {runner, docker: 'docker', proc: withoutProc})
    expect(describeHolder(holder)).to.equal('another program')
  })
})
