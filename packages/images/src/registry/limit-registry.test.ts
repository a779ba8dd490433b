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

  it('starts the registry again where it has removed something, since it remembers layers', async () => {
    sweeps('b\nc\n')
    harness.runner.on(new RegExp(`^docker stop -t 10 ${container}$`)).on(new RegExp(`^docker start ${container}$`))
    await limit()
    expect(harness.reports).to.deep.equal(["removed 2 earlier images from the cluster's registry"])
  })

  it('leaves it running where there was nothing to remove', async () => {
    sweeps('')
    await limit()
  })

  it('is no reason to fail', async () => {
    harness.runner.on(/^docker exec /, {exitCode: 126, stderr: 'sh: not found'})
    await limit()
  })

  it('starts the registry again where docker was ended, since the removal goes on without it', async () => {
    harness.runner
      .on(/^docker exec /, {exitCode: 130, stderr: ''})
      .on(/^docker stop /)
      .on(/^docker start /)
    await limit()
    expect(harness.reports).to.deep.equal([])
  })

  it('asks nothing after an import that sent nothing', async () => {
    const images = [{sent: false, seconds: 1}]
    await limitRegistryAfter({images}, performance.now() - 60_000, {withSignal: () => harness.context})
  })

  it('asks nothing more where there were few of them during the rollout', async () => {
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
    it(`calls a registry that counts ${JSON.stringify(counted)} full: ${isFull}`, async () => {
      harness.runner.on(new RegExp(`^docker exec ${container} sh -c [^]* sh ${'a'.repeat(64)}$`), counted)
      expect(await isRegistryFull(harness.context)).to.equal(isFull)
    })

  it('does not look right after a push, which could be that of another', async () => {
    await limit(0.5)
  })
})
