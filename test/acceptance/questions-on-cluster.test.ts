import {itEnding} from '@rde/process-runner/testing'
import {expect} from 'chai'

import {CliHarness} from './cli-harness.js'
import {hasTerminal} from './on-terminal.js'

const list = (...items: readonly object[]) => ({stdout: JSON.stringify({items})})
const saved = {
  metadata: {name: 'hello', creationTimestamp: '2026-01-01T00:00:00Z'},
  spec: {steps: [{name: 'greet', image: 'alpine:3.16'}]},
}
const token = {metadata: {name: 'vault'}, data: {'root-token': Buffer.from('root-token-of-a-test').toString('base64')}}

/** Each command that asks a question about the cluster, and the end of the question. */
const questions = [
  {words: ['workflow', 'delete', 'hello'], waitFor: '[y/N] ', left: 'Not deleted.', endsAtCtrlD: 1},
  {words: ['workflow', 'secret', 'set', 'hello', 'key'], waitFor: 'Value of key: ', left: '', endsAtCtrlD: 130},
]

describe('a question about the cluster', function () {
  let cli: CliHarness
  before(function () {
    if (!hasTerminal) this.skip()
  })
  beforeEach(() => {
    cli = new CliHarness().knows()
    cli.tools
      .always('kubectl', /^get workflows/, list(saved))
      .always('kubectl', /^get runs/, list())
      .always('kubectl', /^get secrets/, list(token))
      .always('kubectl', /^exec .* kv list /, {stdout: '["key"]'})
  })
  const it = itEnding(() => cli.assertFinished())
  afterEach(() => cli.remove())

  for (const {words, waitFor, left, endsAtCtrlD} of questions) {
    it(`ends rde ${words.join(' ')} with 130 at Ctrl-C, and changes nothing`, () => {
      const {exitCode, output} = cli.onTerminal(words, {waitFor, type: '\\x03'})
      expect(output)
        .to.contain('Interrupted.')
        .and.not.match(/AbortError|ABORT_ERR|^ {2,}at /m)
      expect(exitCode).to.equal(130)
    })

    it(`ends rde ${words.join(' ')} at Ctrl-D, and changes nothing`, () => {
      const {exitCode, output} = cli.onTerminal(words, {waitFor, type: '\\x04'})
      expect(output)
        .to.contain(left)
        .and.not.match(/AbortError|ABORT_ERR|^ {2,}at /m)
      expect(exitCode).to.equal(endsAtCtrlD)
    })
  }
})
