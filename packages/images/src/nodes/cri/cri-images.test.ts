import {duplexPair} from 'node:stream'

import {expect} from 'chai'

import {helloDigest, recordedCalls, recordedRuntime, type RecordedCall} from '../../testing/recorded-runtime.js'
import {CriImages, isCriError} from './cri-images.js'

const hello = 'docker.io/rde-record/hello:1'
const absent = 'docker.io/rde-record/absent:1'

describe('CriImages', () => {
  let images: CriImages
  const before = (...calls: readonly RecordedCall[]) => {
    const [ours, theirs] = duplexPair()
    recordedRuntime(...calls)(theirs)
    images = new CriImages(ours)
  }
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail('no error'),
      (error: Error) => error,
    )
  afterEach(() => images.close())

  it('lists the digests of an image in the runtime', async () => {
    before(recordedCalls.held)
    expect(await images.repoDigests(hello)).to.deep.equal([`docker.io/rde-record/hello@${helloDigest}`])
  })

  it('lists no digest of an image that the runtime does not have', async () => {
    before(recordedCalls.notHeld)
    expect(await images.repoDigests(absent)).to.deep.equal([])
  })

  it('makes the runtime pull, with sequential calls over one stream', async () => {
    before(recordedCalls.pull, recordedCalls.held)
    await images.pull(hello)
    expect(await images.repoDigests(hello)).to.have.length(1)
  })

  it("gives the runtime's message if it cannot pull", async () => {
    before(recordedCalls.refused)
    const error = await failure(images.pull(absent))
    expect(isCriError(error)).to.equal(true)
    expect(error.message).to.match(/^PullImage: failed to pull and unpack image "docker\.io\/rde-record\/absent:1": /)
  })

  it('fails if the answer cannot be parsed', async () => {
    before({...recordedCalls.held, answer: Buffer.from([0, 0, 0, 0, 1, 0x0b]).toString('base64')})
    expect(isCriError(await failure(images.repoDigests(hello)))).to.equal(true)
  })

  it('fails if the other end is not a runtime', async () => {
    const [ours, theirs] = duplexPair()
    theirs.end('OCI runtime exec failed: exec: "socat": executable file not found in $PATH\n')
    images = new CriImages(ours)
    expect(isCriError(await failure(images.repoDigests(hello)))).to.equal(true)
  })

  it('fails if the other end closes the connection during a call', async () => {
    const [ours, theirs] = duplexPair()
    recordedRuntime()(theirs)
    images = new CriImages(ours)
    expect(isCriError(await failure(images.pull(hello)))).to.equal(true)
  })

  it('fails an unanswered call when it is closed', async () => {
    images = new CriImages(duplexPair()[0])
    const error = failure(images.pull(hello))
    images.close()
    expect(isCriError(await error)).to.equal(true)
  })
})
