import {expect} from 'chai'

import {failedProcess} from './failed-process.js'

describe('failedProcess', () => {
  const processError = (failure: string) => Object.assign(new Error('x'), {name: 'ProcessError', failure})

  it('knows the failure of a program, whichever copy of the runner it comes from', () => {
    const error = processError('exit-code')
    expect(failedProcess(error)).to.equal(error)
  })

  for (const error of [processError('cancelled'), new TypeError('a bug')]) {
    it(`throws on ${error.name} "${error.message}" when it is an interruption or a bug`, () => {
      expect(() => failedProcess(error)).to.throw(error)
    })
  }
})
