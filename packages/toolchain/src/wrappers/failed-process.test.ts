import {expect} from 'chai'

import {failedProcess} from './failed-process.js'

describe('failedProcess', () => {
  const processError = (failure: string) => Object.assign(new Error('x'), {name: 'ProcessError', failure})

  it('returns the failure of a program, even from another copy of the runner', () => {
    const error = processError('exit-code')
    expect(failedProcess(error)).to.equal(error)
  })

  for (const error of [processError('cancelled'), new TypeError('a bug')]) {
    it(`rethrows ${error.name} "${error.message}" as an interruption or a bug`, () => {
      expect(() => failedProcess(error)).to.throw(error)
    })
  }
})
