import {expect} from 'chai'

import {isRdeError, RdeError} from './rde-error.js'

describe('RdeError', () => {
  it('includes the message in its JSON, unlike a plain Error', () => {
    const printed = JSON.parse(JSON.stringify(new RdeError('it broke', {code: 'RDE_BROKEN', exitCode: 3})))
    expect(printed).to.deep.equal({code: 'RDE_BROKEN', message: 'it broke', remedies: [], exitCode: 3})
  })

  it('is recognised by its fields, even if it comes from another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), {code: 'RDE_BROKEN', remedies: []})
    expect(isRdeError(foreign)).to.equal(true)
  })

  it('is not confused with a Node error, which also has a code', () => {
    expect(isRdeError(Object.assign(new Error('x'), {code: 'ENOENT'}))).to.equal(false)
  })
})
