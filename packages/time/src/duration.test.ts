import {expect} from 'chai'

import {formatDuration, formatLimit, parseDuration} from './duration.js'

describe('parseDuration', () => {
  it('reads the notation of other tools', () => {
    expect([parseDuration('90s'), parseDuration('10m'), parseDuration('1h30m'), parseDuration('250ms')]).to.deep.equal([
      90_000, 600_000, 5_400_000, 250,
    ])
  })

  for (const text of ['', '10', 'soon', '5m later', '-5s']) {
    it(`refuses "${text}" as wrong usage`, () => {
      expect(() => parseDuration(text))
        .to.throw('not a duration')
        .with.nested.property('oclif.exit', 2)
    })
  }

  it('refuses a million digits as quickly as ten', () => {
    expect(() => parseDuration('9'.repeat(1_000_000))).to.throw('not a duration')
  })
})

describe('formatDuration', () => {
  it('uses tenths of seconds below 100 s, minutes above', () => {
    expect([formatDuration(640), formatDuration(12_345), formatDuration(185_000)]).to.deep.equal([
      '0.6 s',
      '12.3 s',
      '3 min 5 s',
    ])
  })

  it('rounds 59.6 seconds up to a minute', () => {
    expect(formatDuration(179_600)).to.equal('3 min 0 s')
  })

  it('uses hours and minutes above an hour', () => {
    expect([formatDuration(3_599_600), formatDuration(7_440_000)]).to.deep.equal(['1 h 0 min', '2 h 4 min'])
  })
})

describe('formatLimit', () => {
  it('omits a zero part', () => {
    expect([500, 10_000, 60_000, 90_000, 120_000, 5_400_000].map(formatLimit)).to.deep.equal([
      '500 ms',
      '10 s',
      '1 min',
      '90 s',
      '2 min',
      '1 h 30 min',
    ])
  })
})
