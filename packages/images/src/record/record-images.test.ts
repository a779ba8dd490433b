import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {recordImages} from './record-images.js'
import type {SentImage} from '../transport/transport.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'

const sent = (more: Partial<SentImage> = {}): SentImage => {
  const {imageId: id, digest} = recorded()
  const image = {
    reference: ImageReference.parse('x:local'),
    id,
    digest,
    from: 'docker' as const,
    pulledFrom: null,
    size: 1,
    platform: 'linux/amd64',
  }
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
  it('records the new digest', async () => {
    const harness = new ImageHarness().record(recorded())
    await recordImages([sent({digest: `sha256:${'c'.repeat(64)}`})], harness.context)
    expect(harness.config.images.map(({digest}) => digest)).to.deep.equal([`sha256:${'c'.repeat(64)}`])
  })

  it('does not write config.json if nothing changed', async () => {
    const harness = new ImageHarness().record(recorded())
    const before = harness.config
    await recordImages([sent()], harness.context)
    expect(harness.config).to.equal(before)
  })
})
