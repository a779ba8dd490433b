import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {clusterIdentity, defaultConfig} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Docker, type Container, type ContainerState} from '@rde/toolchain'

import {awaitRegistry} from './await-registry.js'

describe('awaitRegistry', () => {
  let server: Server
  let port: number
  before(async () => {
    server = createServer((_, response) => response.end('{}'))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())

  const harness = (runner: ScriptedProcessRunner) => {
    const identity = {...clusterIdentity('rde'), registry: 'reg'}
    const config = defaultConfig(identity)
    const signal = new AbortController().signal
    const cluster = {...config.cluster, registryPort: port}
    return {docker: new Docker(runner), identity, config: () => ({...config, cluster}), signal, report() {}}
  }

  async function wait(state: ContainerState, line?: RegExp) {
    const runner = new ScriptedProcessRunner()
    if (line) runner.on(line)
    await awaitRegistry(harness(runner), {container: {name: 'reg', state} as Container})
    runner.assertFinished()
  }

  it('runs nothing if the registry answers', () => wait('running'))
  it('starts a registry that was stopped', () => wait('exited', /^docker start reg$/))
  it('unpauses a registry that was paused', () => wait('paused', /^docker unpause reg$/))

  it('checks again if a container that is being created is not known by its name yet', async () => {
    const missing = 'Error response from daemon: No such container: reg\nError: failed to start containers: reg'
    const runner = new ScriptedProcessRunner().on(/^docker start reg$/, {exitCode: 1, stderr: missing})
    await awaitRegistry(harness(runner), {container: {name: 'reg', state: 'created'} as Container})
    runner.assertFinished()
  })

  it('names a registry that does not answer, with its last log lines and the remedy', async () => {
    server.close()
    const runner = new ScriptedProcessRunner()
      .on(/^docker start reg$/)
      .on(/^docker logs --tail 3 reg$/, 'no space left')
    const container = {name: 'reg', state: 'exited'} as Container
    const failure = await awaitRegistry(harness(runner), {container, timeoutMs: 0}).catch((error: unknown) => error)
    expect(failure).to.include({code: 'RDE_REGISTRY_DOWN'})
    expect(failure).to.have.property('message').that.contains('no space left')
  })
})
