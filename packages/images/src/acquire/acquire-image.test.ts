import {expect} from 'chai'

import {inspectedImage} from '@rde/toolchain/testing/inspected-image'

import {ImageReference} from '../image-reference.js'
import {acquireImage, type WantedImage} from './acquire-image.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'

const id = `sha256:${'1'.repeat(64)}`
const inspected = inspectedImage({id})
const none = {exitCode: 1, stderr: 'Error response from daemon: no such image: x:local'}

describe('acquireImage', () => {
  let harness: ImageHarness
  beforeEach(() => (harness = new ImageHarness()))
  afterEach(() => harness.runner.assertFinished())
  const find = (wanted: Partial<WantedImage> = {}) =>
    acquireImage({reference: ImageReference.parse('x:local'), ...wanted}, harness.context)
  const failure = async () => find().then(unexpected, (error: Error & {code: string}) => error)

  it('uses the image in the local Docker, and pulls nothing', async () => {
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({id, from: 'docker', pulledFrom: null})
  })

  it('remembers that the same content was pulled once', async () => {
    harness.record(recorded({from: 'registry', pulledFrom: 'reg.example.com/x:latest'}))
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({from: 'registry', pulledFrom: 'reg.example.com/x:latest'})
  })

  it('treats other content under the name of a pulled image as built here', async () => {
    harness.record(recorded({from: 'registry', pulledFrom: 'x:local', imageId: `sha256:${'2'.repeat(64)}`}))
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({from: 'docker', pulledFrom: null})
  })

  it('keeps its name if its content came from an image with another name', async () => {
    harness.runner.on(/^docker image inspect /, inspected).on(/^docker image inspect /, inspected)
    const origin = await find({reference: ImageReference.parse('x:fix-42')})
    const {reference} = await find({origin})
    expect(reference.familiar).to.equal('x:local')
  })

  it('pulls an image missing in Docker, for the requested platform', async () => {
    harness.runner
      .on(/^docker image inspect /, none)
      .on(/^docker pull --quiet --platform linux\/arm64 x:local$/)
      .on(/^docker image inspect /, inspected)
    expect(await find({platform: 'linux/arm64'})).to.include({from: 'registry', pulledFrom: 'x:local'})
  })

  it('pulls again if requested, and tags the image', async () => {
    harness.runner
      .on(/^docker pull --quiet reg\.example\.com\/x:latest$/)
      .on(/^docker tag reg\.example\.com\/x:latest x:local$/)
      .on(/^docker image inspect /, inspected)
    expect(await find({pull: ImageReference.parse('reg.example.com/x:latest')})).to.include({
      pulledFrom: 'reg.example.com/x:latest',
    })
  })

  it("gives the registry's message if there is none", async () => {
    harness.runner.on(/inspect/, none).on(/pull/, {exitCode: 1, stderr: 'manifest for x:local not found'})
    expect(await failure()).to.include({code: 'RDE_IMAGE_MISSING'})
  })

  it('suggests docker login if the registry requires it', async () => {
    harness.runner.on(/inspect/, none).on(/pull/, {exitCode: 1, stderr: 'unauthorized: authentication required'})
    expect(await failure()).to.include({code: 'RDE_IMAGE_LOGIN'})
  })
})

function unexpected(): never {
  throw new Error('it did not fail')
}
