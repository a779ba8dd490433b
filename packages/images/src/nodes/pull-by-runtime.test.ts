import {expect} from 'chai'

import {helloDigest, recordedCalls, recordedRuntime, type RecordedCall} from '../testing/recorded-runtime.js'

import {ImageHarness} from '../testing/image-harness.js'
import {ImageReference} from '../image-reference.js'
import {pullByRuntime} from './pull-by-runtime.js'

const {held, pull} = recordedCalls
const hello = ImageReference.parse('rde-record/hello:1')
const leadsToRuntime =
  /^docker exec --interactive server-0 socat - UNIX-CONNECT:\/run\/k3s\/containerd\/containerd\.sock$/

describe('pullByRuntime', () => {
  let harness: ImageHarness
  beforeEach(() => (harness = new ImageHarness()))
  afterEach(() => harness.runner.assertFinished())

  const answered = (...calls: readonly RecordedCall[]) =>
    harness.runner.on(leadsToRuntime, {answers: recordedRuntime(...calls)})
  const pulled = async (digest = helloDigest) => [
    ...(await pullByRuntime(hello, Promise.resolve({digest}), harness.context)),
  ]

  it('names the nodes whose runtime has the content after its pull', async () => {
    answered(held, pull, held)
    expect(await pulled()).to.deep.equal(['server-0'])
  })

  it('does not count a node that pulled something else', async () => {
    answered(held, pull, held)
    expect(await pulled(`sha256:${'a'.repeat(64)}`)).to.deep.equal([])
  })

  it('does not count a node whose runtime refused', async () => {
    answered(held, {...recordedCalls.refused, image: pull.image})
    expect(await pulled()).to.deep.equal([])
  })

  it('does not count a node that cannot be reached', async () => {
    harness.runner.on(leadsToRuntime, {exitCode: 127})
    expect(await pulled()).to.deep.equal([])
  })

  it('pulls nothing if the image was not sent', async () => {
    answered(held)
    const sent = Promise.reject(new Error('no space left on device'))
    // The caller that pushed reports it.
    sent.catch(() => {})
    expect([...(await pullByRuntime(hello, sent, harness.context))]).to.deep.equal([])
  })

  it('leaves out a node that is not running', async () => {
    harness.nodes.splice(0, 1, {...harness.nodes[0]!, state: 'exited'})
    expect(await pulled()).to.deep.equal([])
  })
})
