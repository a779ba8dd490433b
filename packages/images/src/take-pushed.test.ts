import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {ImageReference} from './image-reference.js'
import {takePushed} from './take-pushed.js'
import {ImageHarness} from './testing/image-harness.js'
import {helloDigest, recordedCalls, recordedRuntime} from './testing/recorded-runtime.js'

const hello = ImageReference.parse('rde-record/hello:1')
const product = ImageReference.parse('ko.local/hello:latest')
const {held, pull} = recordedCalls

describe('takePushed', () => {
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

  it('gives Docker the content under the names of the image and of the product alone, and has the nodes pull it', async () => {
    harness.runner
      .on(/^docker exec --interactive server-0 socat /, {answers: recordedRuntime(held, pull, held)})
      .on(/^docker pull --quiet localhost:\d+\/rde-record\/hello:1$/)
      .on(/^docker tag localhost:\d+\/rde-record\/hello:1 rde-record\/hello:1$/)
      .on(/^docker tag localhost:\d+\/rde-record\/hello:1 ko\.local\/hello:latest$/)
      .on(/^docker image rm --no-prune localhost:\d+\/rde-record\/hello:1$/)
    await takePushed({reference: hello, product}, harness.context)
  })

  it('fails where the registry does not have it, and leaves Docker alone', async () => {
    answer = 404
    const failure = await takePushed({reference: hello, product}, harness.context).catch((error: Error) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_MISSING'})
  })
})
