import {expect} from 'chai'

import {helloDigest, recordedCalls, recordedRuntime, type RecordedCall} from '@rde/images/testing/recorded-runtime'

import {ImageScene} from '../testing/image-scene.js'
import {pullOnceSent} from './pull-once-sent.js'

const {held, pull} = recordedCalls
const hello = 'rde-record/hello:1'
const leadsToRuntime =
  /^docker exec --interactive server-0 socat - UNIX-CONNECT:\/run\/k3s\/containerd\/containerd\.sock$/

describe('pullOnceSent', () => {
  let scene: ImageScene
  beforeEach(() => (scene = new ImageScene()))
  afterEach(() => scene.runner.assertFinished())

  const answered = (...calls: readonly RecordedCall[]) =>
    scene.runner.on(leadsToRuntime, {answers: recordedRuntime(...calls)})
  const pulled = async (digest = helloDigest) => [
    ...(await pullOnceSent(hello, Promise.resolve({digest}), scene.context)),
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

  it('does not count a node that no way leads to', async () => {
    scene.runner.on(leadsToRuntime, {exitCode: 127})
    expect(await pulled()).to.deep.equal([])
  })

  it('pulls nothing where the image was not sent', async () => {
    answered(held)
    const sent = Promise.reject(new Error('no space left on device'))
    // Whoever pushed tells it.
    sent.catch(() => {})
    expect([...(await pullOnceSent(hello, sent, scene.context))]).to.deep.equal([])
  })

  it('leaves out a node that stands still', async () => {
    scene.nodes.splice(0, 1, {...scene.nodes[0]!, state: 'exited'})
    expect(await pulled()).to.deep.equal([])
  })
})
