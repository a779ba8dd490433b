import {expect} from 'chai'

import {hasTerminal, onTerminal} from './on-terminal.js'
import {bin} from './rde-process.js'

/** Each command that asks, and the end of its question. */
const questions = [
  {words: ['cluster', 'delete'], waitFor: '[y/N] ', left: 'Not deleted.', endsAtCtrlD: 1},
  {words: ['workflow', 'secret', 'set', 'hello', 'key', '--local'], waitFor: 'Value of key: ', endsAtCtrlD: 130},
]

describe('a question on the terminal', function () {
  before(function () {
    if (!hasTerminal) this.skip()
  })

  for (const {words, waitFor, left = 'Interrupted.', endsAtCtrlD} of questions) {
    const asked = (type: string) => onTerminal([process.execPath, bin, ...words], {waitFor, type})

    it(`ends rde ${words.join(' ')} with 130 at Ctrl-C`, () => {
      const {exitCode, output} = asked('\\x03')
      expect(output)
        .to.contain('Interrupted.')
        .and.not.match(/AbortError|ABORT_ERR/)
      expect(exitCode).to.equal(130)
    })

    it(`ends rde ${words.join(' ')} at Ctrl-D, saying what was left`, () => {
      const {exitCode, output} = asked('\\x04')
      expect(output)
        .to.contain(left)
        .and.not.match(/AbortError|ABORT_ERR/)
      expect(exitCode).to.equal(endsAtCtrlD)
    })
  }
})
