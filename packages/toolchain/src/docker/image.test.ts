import {expect} from 'chai'

import {readLoaded, readPush} from './image.js'

describe('What Docker prints of images', () => {
  it('is rejected as a push without a digest', () => {
    expect(() => readPush('localhost:5111/a:local', 'The push refers to repository [localhost:5111/a]')).to.throw(
      'docker push localhost:5111/a:local did not say the digest',
    )
  })

  it('names each image in an archive', () => {
    expect(readLoaded('Loaded image: a:1\nLoaded image: b/c:2\n')).to.deep.equal(['a:1', 'b/c:2'])
  })
})
