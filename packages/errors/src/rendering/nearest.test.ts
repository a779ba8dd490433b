import {expect} from 'chai'

import {nearest} from './nearest.js'

describe('nearest', () => {
  it('finds the word with the fewest differences', () => {
    expect(nearest('httpPrt', ['apiPort', 'httpPort'])).to.equal('httpPort')
  })

  it('returns the known spelling, ignoring case', () => {
    expect(nearest('APIPORT', ['apiPort'])).to.equal('apiPort')
  })

  it('counts two swapped letters as one difference', () => {
    expect(nearest('evn', ['env'])).to.equal('env')
  })

  it('finds nothing if more than a third differs', () => {
    expect(nearest('logs', ['stop', 'start'])).to.equal(undefined)
  })

  it('finds nothing for a short word with different letters', () => {
    expect(nearest('b', ['a'])).to.equal(undefined)
  })

  it('finds nothing among too many words to compare quickly', () => {
    const words = Array.from({length: 1_001}, (_, index) => `step-${index}`)
    expect(nearest('step-1', words)).to.equal(undefined)
  })
})
