import {expect} from 'chai'

import {rdeConfigV1} from '../schema/v1.js'
import {checkKey, getSetting, needsRecreate, parseValue, setSetting, unsetSetting} from './settings.js'

const document = {cluster: {agents: 2}, helm: {values: {'a.b': {x: 1}}}, images: [{a: 1}, {a: 2}], none: null}

describe('parseValue', () => {
  it('is JSON if it parses, else a string', () => {
    expect(['2', 'true', '["a"]', 'null', '"2"', 'kourier', '{x'].map(parseValue)).to.deep.equal([
      ...[2, true, ['a'], null, '2'],
      ...['kourier', '{x'],
    ])
  })
})

describe('getSetting', () => {
  it('follows keys and indexes', () => {
    expect(getSetting(document, ['helm', 'values', 'a.b', 'x'])).to.equal(1)
    expect(getSetting(document, ['images', '1', 'a'])).to.equal(2)
  })

  it('is undefined for a setting that is not set, including built-in members of objects', () => {
    expect(
      [['cluster', 'x', 'y'], ['none', 'x'], ['constructor']].map((path) => getSetting(document, path)),
    ).to.deep.equal([undefined, undefined, undefined])
  })
})

describe('setSetting', () => {
  it('changes a copy', () => {
    expect(setSetting(document, ['cluster', 'agents'], 3).cluster.agents).to.equal(3)
    expect(document.cluster.agents).to.equal(2)
  })

  it('creates missing objects on the path', () => {
    expect(setSetting({}, ['a', 'b', 'c'], 1)).to.deep.equal({a: {b: {c: 1}}})
    expect(setSetting(document, ['none', 'x'], 1).none).to.deep.equal({x: 1})
  })

  it('changes and appends to lists', () => {
    expect(setSetting(document, ['images', '0', 'a'], 9).images).to.deep.equal([{a: 9}, {a: 2}])
    expect(setSetting(document, ['images', '2', 'a'], 9).images).to.deep.equal([{a: 1}, {a: 2}, {a: 9}])
  })

  for (const index of ['9999999', '3', '99999999999', 'x', '-1']) {
    it(`refuses [${index}] in a list of two`, () => {
      expect(() => setSetting(document, ['images', index], null)).to.throw(
        `[${index}] is not an index of this list of 2`,
      )
    })
  }

  it('does not change a prototype', () => {
    setSetting({}, ['__proto__', 'spoilt'], true)
    expect({}).not.to.have.property('spoilt')
  })
})

describe('unsetSetting', () => {
  it('removes a key or an element, in a copy', () => {
    expect(unsetSetting(document, ['cluster', 'agents']).cluster).to.deep.equal({})
    expect(unsetSetting(document, ['images', '0']).images).to.deep.equal([{a: 2}])
    expect(document.images).to.have.length(2)
  })

  it('does nothing for a setting that is not set', () => {
    expect(unsetSetting(document, ['a', 'b'])).to.equal(document)
  })
})

describe('checkKey', () => {
  it('accepts known keys', () => {
    expect(() => checkKey(['cluster', 'agents'])).not.to.throw()
  })

  it('names the nearest key of an unknown one', () => {
    expect(() => checkKey(['cluster', 'agent'])).to.throw(
      'cluster.agent is not a setting; did you mean cluster.agents?',
    )
  })

  it('refuses the one name that no object can have, below extensions as well', () => {
    expect(() => checkKey(['extensions', '__proto__', 'x'])).to.throw('extensions.__proto__.x is not a setting')
  })

  it('names the nearest key of the part that is unknown', () => {
    expect(() => checkKey(['clusters', 'agents'])).to.throw('did you mean cluster?')
  })
})

describe('needsRecreate', () => {
  const change = (before: object, after: object) =>
    needsRecreate(rdeConfigV1.parse({version: 1, cluster: before}), rdeConfigV1.parse({version: 1, cluster: after}))

  it('names the ports, the image and fewer agents', () => {
    expect(change({}, {apiPort: 7001, registryPort: 7002, httpPort: 7003, k3sImage: 'x', agents: 1})).to.deep.equal(
      ['apiPort', 'registryPort', 'httpPort', 'k3sImage', 'agents'].map((key) => `cluster.${key}`),
    )
  })

  it('ignores more agents', () => {
    expect(change({agents: 2}, {agents: 3})).to.deep.equal([])
  })
})
