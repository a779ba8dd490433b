import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

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

  async function wait(state: ContainerState, line?: RegExp) {
    const runner = new ScriptedProcessRunner()
    if (line) runner.on(line)
    const means = {docker: new Docker(runner), signal: new AbortController().signal, report() {}}
    await awaitRegistry({name: 'reg', state} as Container, port, means)
    runner.assertFinished()
  }

  it('runs nothing where the registry answers', () => wait('running'))
  it('starts a registry that was stopped', () => wait('exited', /^docker start reg$/))
  it('unpauses a registry that was paused', () => wait('paused', /^docker unpause reg$/))

  it('names a registry that does not answer, with its last words and what repairs it', async () => {
    server.close()
    const runner = new ScriptedProcessRunner()
      .on(/^docker start reg$/)
      .on(/^docker logs --tail 3 reg$/, 'no space left')
    const means = {docker: new Docker(runner), signal: new AbortController().signal, report() {}, patienceMs: 300}
    const failure = await awaitRegistry({name: 'reg', state: 'exited'} as Container, port, means).catch(
      (error: unknown) => error,
    )
    expect(failure).to.include({code: 'RDE_REGISTRY_DOWN'})
    expect(failure).to.have.property('message').that.contains('no space left')
  })
})
