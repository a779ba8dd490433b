import {expect} from 'chai'

import {nearest} from './nearest.js'

describe('nearest', () => {
  it('finds the word with the fewest differences', () => {
    expect(nearest('httpPrt', ['apiPort', 'httpPort'])).to.equal('httpPort')
  })

  it('gives the word as it is known, whatever the case that was typed', () => {
    expect(nearest('APIPORT', ['apiPort'])).to.equal('apiPort')
  })

  it('takes two letters that changed places for one difference', () => {
    expect(nearest('evn', ['env'])).to.equal('env')
  })

  it('finds none where more than a third differs', () => {
    expect(nearest('logs', ['stop', 'start'])).to.equal(undefined)
  })

  it('finds none for a short word of other letters', () => {
    expect(nearest('b', ['a'])).to.equal(undefined)
  })

  it('finds none among more words than can be compared in no time', () => {
    const words = Array.from({length: 1_001}, (_, index) => `step-${index}`)
    expect(nearest('step-1', words)).to.equal(undefined)
  })
})
