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

  it('takes what Docker here has, and pulls nothing', async () => {
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({id, from: 'docker', pulledFrom: null})
  })

  it('remembers that the same content was pulled once', async () => {
    harness.record(recorded({from: 'registry', pulledFrom: 'reg.example.com/x:latest'}))
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({from: 'registry', pulledFrom: 'reg.example.com/x:latest'})
  })

  it('takes other content under the name of a pulled image for built here', async () => {
    harness.record(recorded({from: 'registry', pulledFrom: 'x:local', imageId: `sha256:${'2'.repeat(64)}`}))
    harness.runner.on(/^docker image inspect /, inspected)
    expect(await find()).to.include({from: 'docker', pulledFrom: null})
  })

  it('keeps its own name where its content came from an image of another name', async () => {
    harness.runner.on(/^docker image inspect /, inspected).on(/^docker image inspect /, inspected)
    const origin = await find({reference: ImageReference.parse('x:fix-42')})
    const {reference} = await find({origin})
    expect(reference.familiar).to.equal('x:local')
  })

  it('pulls what Docker here does not have, for the platform that is wanted', async () => {
    harness.runner
      .on(/^docker image inspect /, none)
      .on(/^docker pull --quiet --platform linux\/arm64 x:local$/)
      .on(/^docker image inspect /, inspected)
    expect(await find({platform: 'linux/arm64'})).to.include({from: 'registry', pulledFrom: 'x:local'})
  })

  it('pulls anew where that is wanted, and gives the image its name', async () => {
    harness.runner
      .on(/^docker pull --quiet reg\.example\.com\/x:latest$/)
      .on(/^docker tag reg\.example\.com\/x:latest x:local$/)
      .on(/^docker image inspect /, inspected)
    expect(await find({pull: ImageReference.parse('reg.example.com/x:latest')})).to.include({
      pulledFrom: 'reg.example.com/x:latest',
    })
  })

  it("says in the registry's words why there is none", async () => {
    harness.runner.on(/inspect/, none).on(/pull/, {exitCode: 1, stderr: 'manifest for x:local not found'})
    expect(await failure()).to.include({code: 'RDE_IMAGE_MISSING'})
  })

  it('names docker login where the registry asks for it', async () => {
    harness.runner.on(/inspect/, none).on(/pull/, {exitCode: 1, stderr: 'unauthorized: authentication required'})
    expect(await failure()).to.include({code: 'RDE_IMAGE_LOGIN'})
  })
})

function unexpected(): never {
  throw new Error('it did not fail')
}
