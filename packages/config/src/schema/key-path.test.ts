import {expect} from 'chai'

import {formatKey, parseKey} from './key-path.js'

describe('parseKey', () => {
  const examples: ReadonlyArray<readonly [string, readonly string[]]> = [
    ['cluster.agents', ['cluster', 'agents']],
    ["helm.values['a.b'].x", ['helm', 'values', 'a.b', 'x']],
    ['extensions["@team/x"].y', ['extensions', '@team/x', 'y']],
    ['images[0].digest', ['images', '0', 'digest']],
    ['images.0', ['images', '0']],
    ['$schema', ['$schema']],
  ]
  for (const [text, path] of examples) {
    it(`reads ${text}`, () => expect(parseKey(text)).to.deep.equal(path))
  }

  for (const text of ['', '.', 'a.', 'a..b', '.a', "a['b", 'a b', "['a']b"]) {
    it(`refuses "${text}"`, () => expect(() => parseKey(text)).to.throw('is not a valid key'))
  }

  it('reads back what formatKey writes', () => {
    const path = ['helm', 'values', 'a.b', 'c']
    expect(parseKey(formatKey(path))).to.deep.equal(path)
  })
})
