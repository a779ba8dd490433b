import {expect} from 'chai'

import {isRdeError, RdeError} from './rde-error.js'

describe('RdeError', () => {
  it('prints as JSON with its message, which a plain Error leaves out', () => {
    const printed = JSON.parse(JSON.stringify(new RdeError('it broke', {code: 'RDE_BROKEN', exitCode: 3})))
    expect(printed).to.deep.equal({code: 'RDE_BROKEN', message: 'it broke', remedies: [], exitCode: 3})
  })

  it('is recognised by its fields, so that one of another copy of the package counts', () => {
    const foreign = Object.assign(new Error('x'), {code: 'RDE_BROKEN', remedies: []})
    expect(isRdeError(foreign)).to.equal(true)
  })

  it('is not confused with an error of Node, which has a code too', () => {
    expect(isRdeError(Object.assign(new Error('x'), {code: 'ENOENT'}))).to.equal(false)
  })
})
