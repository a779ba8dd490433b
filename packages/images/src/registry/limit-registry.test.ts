import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {ImageHarness, recorded} from '../testing/image-harness.js'
import {isRegistryFull, limitRegistry, limitRegistryAfter} from './limit-registry.js'

const container = 'rde-test-acc-registry.localhost'

describe('limitRegistry', () => {
  let harness: ImageHarness
  let registry: Server
  before(
    () =>
      new Promise<void>((resolve) =>
        (registry = createServer((_, response) => void response.end())).listen(0, '127.0.0.1', resolve),
      ),
  )
  after(() => registry.close())
  beforeEach(() => {
    harness = new ImageHarness().record(recorded())
    const {port: registryPort} = registry.address() as AddressInfo
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort}}
  })
  afterEach(() => harness.runner.assertFinished())

  const sweeps = (printed: string) =>
    harness.runner.on(new RegExp(`^docker exec ${container} sh -c [^]* sh 20 5 ${'a'.repeat(64)}$`), printed)
  const limit = (secondsAgo = 5.5) =>
    limitRegistry({withSignal: () => harness.context}, performance.now() - secondsAgo * 1_000)

  it('restarts the registry if it removed something, since it caches layers', async () => {
    sweeps('b\nc\n')
    harness.runner.on(new RegExp(`^docker stop -t 10 ${container}$`)).on(new RegExp(`^docker start ${container}$`))
    await limit()
    expect(harness.reports).to.deep.equal(["removed 2 earlier images from the cluster's registry"])
  })

  it('does not restart it if there was nothing to remove', async () => {
    sweeps('')
    await limit()
  })

  it('does not fail if the removal fails', async () => {
    harness.runner.on(/^docker exec /, {exitCode: 126, stderr: 'sh: not found'})
    await limit()
  })

  it('restarts the registry if docker was interrupted, since the removal continues without it', async () => {
    harness.runner
      .on(/^docker exec /, {exitCode: 130, stderr: ''})
      .on(/^docker stop /)
      .on(/^docker start /)
    await limit()
    expect(harness.reports).to.deep.equal([])
  })

  it('checks nothing after an import that sent nothing', async () => {
    const images = [{sent: false, seconds: 1}]
    await limitRegistryAfter({images}, performance.now() - 60_000, {withSignal: () => harness.context})
  })

  it('checks nothing if there were few of them during the rollout', async () => {
    const images = [{sent: true, seconds: 1}]
    const begin = performance.now() - 60_000
    await limitRegistryAfter({images, isRegistryFull: false}, begin, {withSignal: () => harness.context})
  })

  for (const [counted, isFull] of [
    ['19\n', false],
    ['20\n', true],
    ['', false],
    [{exitCode: 126, stderr: 'sh: not found'}, undefined],
  ] as const)
    it(`considers a registry that counts ${JSON.stringify(counted)} full: ${isFull}`, async () => {
      harness.runner.on(new RegExp(`^docker exec ${container} sh -c [^]* sh ${'a'.repeat(64)}$`), counted)
      expect(await isRegistryFull(harness.context)).to.equal(isFull)
    })

  it('does not check right after a push, which could be from someone else', async () => {
    await limit(0.5)
  })
})
