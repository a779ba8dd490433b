import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {ExpectedPush} from './expected-push.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'
import {helloDigest, recordedCalls, recordedRuntime} from '../testing/recorded-runtime.js'

const hello = ImageReference.parse('rde-record/hello:1')
const product = ImageReference.parse('ko.local/hello:latest')
const {held, pull} = recordedCalls

describe('ExpectedPush', () => {
  const harness = new ImageHarness()
  let registry: Server
  let answer: number
  before(
    () =>
      new Promise<void>((resolve) => {
        registry = createServer((_, response) => {
          response.writeHead(answer, {'docker-content-digest': helloDigest}).end('{}')
        }).listen(0, '127.0.0.1', resolve)
      }),
  )
  after(() => registry.close())
  beforeEach(() => {
    answer = 200
    const {port} = registry.address() as AddressInfo
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort: port}}
  })
  afterEach(() => harness.runner.assertFinished())

  const runtime = () =>
    harness.runner.on(/^docker exec --interactive server-0 socat /, {answers: recordedRuntime(held, pull, held)})
  const sent = async () => {
    runtime()
    const push = new ExpectedPush(hello)
    await push.send(harness.context)
    return push
  }
  const record = (digest: string) => harness.record(recorded({reference: hello.familiar, digest}))

  it('makes the nodes pull the pushed image, without using Docker', async () => {
    runtime()
    const push = new ExpectedPush(hello)
    push.prepare(harness.context)
    const {digest, heldBy} = await push.send(harness.context)
    expect([digest, [...(await heldBy)!]]).to.deep.equal([helloDigest, ['server-0']])
  })

  it('tags the content in Docker only with the names of the image and the product', async () => {
    const push = await sent()
    record(helloDigest)
    harness.runner
      .on(/^docker pull --quiet localhost:\d+\/rde-record\/hello:1$/)
      .on(/^docker tag localhost:\d+\/rde-record\/hello:1 rde-record\/hello:1$/)
      .on(/^docker tag localhost:\d+\/rde-record\/hello:1 ko\.local\/hello:latest$/)
      .on(/^docker image rm --no-prune localhost:\d+\/rde-record\/hello:1$/)
      .on(/^docker image inspect /, {exitCode: 1, stderr: 'No such image'})
    await push.take(product, harness.context)
  })

  it('tags the product first, so that the next build finds the leftover of an interrupted pull', async () => {
    const push = await sent()
    record(helloDigest)
    harness.runner
      .on(/^docker pull /)
      .on(/^docker tag \S+ ko\.local\/hello:latest$/)
      .on(/^docker tag \S+ rde-record\/hello:1$/, {failure: 'cancelled'})
    await push.take(product, harness.context).then(
      () => expect.fail('no error'),
      () => {},
    )
  })

  it('does nothing in Docker if another image has replaced the pushed one', async () => {
    const push = await sent()
    record(`sha256:${'b'.repeat(64)}`)
    await push.take(product, harness.context)
  })

  it('does nothing in Docker if nothing was sent', async () => {
    record(helloDigest)
    await new ExpectedPush(hello).take(product, harness.context)
  })

  it('closes the connections to the nodes if nothing will be pushed', async () => {
    harness.runner.on(/^docker exec --interactive server-0 socat /, {answers: recordedRuntime(held)})
    const push = new ExpectedPush(hello)
    push.prepare(harness.context)
    await push.cancel()
  })

  it('ends if no runtime was reached and nothing will be pushed', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown) => void unhandled.push(error)
    process.on('unhandledRejection', note)
    try {
      const push = new ExpectedPush(hello)
      push.prepare({...harness.context, nodes: []})
      await push.cancel()
      await new Promise(setImmediate)
    } finally {
      process.off('unhandledRejection', note)
    }
    expect(unhandled).to.deep.equal([])
  })

  it('fails if the registry does not have it', async () => {
    answer = 404
    const failure = await new ExpectedPush(hello).send(harness.context).catch((error: Error) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_MISSING'})
  })
})
