import {expect} from 'chai'

import {wantsExtensions} from './load-host.js'

describe('wantsExtensions', () => {
  for (const words of [
    ['cluster', 'stop'],
    ['cluster', 'delete', '--yes'],
    ['cluster', 'status'],
    ['plugins', 'uninstall', 'x'],
  ])
    it(`loads none for rde ${words.join(' ')}`, () => expect(wantsExtensions(words)).to.equal(false))

  for (const words of [['cluster', 'start'], ['doctor'], ['db', 'shell'], ['plugins', 'install', 'x']])
    it(`loads them for rde ${words.join(' ')}`, () => expect(wantsExtensions(words)).to.equal(true))

  it('loads none with RDE_PLUGINS=off', () => {
    expect(wantsExtensions(['cluster', 'start'], {RDE_PLUGINS: 'off'})).to.equal(false)
  })
})
