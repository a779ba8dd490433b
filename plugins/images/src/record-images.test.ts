import {expect} from 'chai'

import {recordImages} from './record-images.js'
import type {SentImage} from './transport/transport.js'
import {ImageScene, recorded} from './testing/image-scene.js'

const sent = (more: Partial<SentImage> = {}): SentImage => {
  const {reference, imageId: id, digest} = recorded()
  const image = {reference, id, digest, from: 'docker' as const, pulledFrom: null, size: 1, platform: 'linux/amd64'}
  return {
    ...image,
    isIndex: false,
    configDigest: undefined,
    changed: false,
    ...{sentBytes: 0, totalBytes: 1},
    ...more,
  }
}

describe('recordImages', () => {
  it('notes the digest that runs from now on', async () => {
    const scene = new ImageScene().record(recorded())
    await recordImages([sent({digest: `sha256:${'c'.repeat(64)}`})], scene.context)
    expect(scene.config.images.map(({digest}) => digest)).to.deep.equal([`sha256:${'c'.repeat(64)}`])
  })

  it('leaves config.json alone where all is as it was', async () => {
    const scene = new ImageScene().record(recorded())
    const before = scene.config
    await recordImages([sent()], scene.context)
    expect(scene.config).to.equal(before)
  })
})
