import {expect} from 'chai'

import {KnownKeys} from './known-keys.js'

const known = new KnownKeys()

describe('KnownKeys', () => {
  for (const key of ['cluster.agents', 'images.0.digest', 'helm.values.any.thing', 'credentials.vault.rootToken']) {
    it(`knows ${key}`, () => expect(known.knownDepth(key.split('.'))).to.equal(key.split('.').length))
  }

  it('knows any key below the sections of plugins and Helm', () => {
    expect(known.knownDepth(['extensions', '@team/x', 'a', 'b'])).to.equal(4)
  })

  it('returns how far a path is known', () => {
    expect(known.knownDepth(['cluster', 'ports', 'api'])).to.equal(1)
  })

  it('prefers a sibling to a similar name elsewhere', () => {
    expect(known.nearest(['stack', 'Source'])).to.equal('stack.source')
  })

  it('suggests nothing without a similar key', () => {
    expect(known.nearest(['cluster', 'zebra'])).to.equal(undefined)
  })
})
