import {expect} from 'chai'

import {renderRound} from './round.js'

describe('renderRound', () => {
  it('gives the time of each part', () => {
    const run = {reference: 'hello#7', outcome: 'succeeded', ms: 8_000}
    const round = {number: 3, buildMs: 4_100, importMs: 1_200, rolloutMs: 3_000, run, totalMs: 16_300}
    expect(renderRound(round)).to.equal(
      'round 3   build 4.1 s   import 1.2 s   rollout 3.0 s   run hello#7 succeeded 8.0 s   16.3 s in all',
    )
  })

  it('says that the cluster is unchanged if a build fails', () => {
    const round = {number: 1, totalMs: 2_000, failed: {part: 'build' as const, error: new Error('x')}}
    expect(renderRound(round)).to.equal('round 1   build failed; the cluster is unchanged   2.0 s in all')
  })
})
