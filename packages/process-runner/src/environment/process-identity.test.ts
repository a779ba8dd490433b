import {expect} from 'chai'

import {processStartTime, startTimeInPs, startTimeInStat} from './process-identity.js'

const stat = (name: string, state: string) =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 11 0 987654 1000 200`

describe('processStartTime', () => {
  it('is always the same for one process', () => {
    expect(processStartTime(process.pid)).to.be.a('string').and.equal(processStartTime(process.pid))
  })

  it('is undefined for a process that does not exist', () => {
    expect(processStartTime(2 ** 30)).to.equal(undefined)
  })

  it('is undefined for a process group', () => {
    expect([0, -1, Number.NaN].map(processStartTime)).to.deep.equal([undefined, undefined, undefined])
  })

  it('is found after a program name with blanks and parentheses', () => {
    expect(startTimeInStat(stat('a) S 1 (b', 'S'))).to.equal('987654')
  })

  it('treats a zombie as dead', () => {
    expect([startTimeInStat(stat('rde', 'Z')), startTimeInPs('Z+   Mon Jan  5 10:00:00 2026')]).to.deep.equal([
      undefined,
      undefined,
    ])
  })

  it('is the date that ps prints, regardless of blanks', () => {
    expect(startTimeInPs('Ss   Mon Jan  5 10:00:00 2026\n')).to.equal('Mon Jan 5 10:00:00 2026')
  })
})
