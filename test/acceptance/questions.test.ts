import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {hasTerminal, onTerminal} from './on-terminal.js'
import {bin} from './rde-process.js'

const folder = mkdtempSync(join(tmpdir(), 'rde-questions-'))

/** A run of a workflow that needs a parameter, a secret or a connection. */
function runOf(name: string, needs: string): string[] {
  const file = join(folder, `${name.replaceAll('.', '-')}.yaml`)
  writeFileSync(file, `${needs}\nsteps: [{name: a, image: "alpine:3.16", input: ['true'], env: {V: "\${${name}}"}}]\n`)
  return ['workflow', 'run', file, '--on', 'host', '--yes']
}

/** Each command that asks a question, and the end of the question. */
const questions = [
  {words: runOf('parameters.p', 'parameters: {p: {}}'), waitFor: 'Value of the parameter p: ', endsAtCtrlD: 130},
  {words: runOf('secrets.s', ''), waitFor: 'Value of the secret s: ', endsAtCtrlD: 130},
  {words: runOf('connections.aws.main', ''), waitFor: '{"accessKeyID": "…"}: ', endsAtCtrlD: 130},
  {words: ['cluster', 'delete'], waitFor: '[y/N] ', left: 'Not deleted.', endsAtCtrlD: 1},
  {words: ['workflow', 'secret', 'set', 'hello', 'key', '--local'], waitFor: 'Value of key: ', endsAtCtrlD: 130},
]

describe('a question on the terminal', function () {
  before(function () {
    if (!hasTerminal) this.skip()
  })
  after(() => rmSync(folder, {recursive: true}))

  for (const {words, waitFor, left = 'Interrupted.', endsAtCtrlD} of questions) {
    const title = words.map((word) => word.replace(`${folder}/`, '')).join(' ')
    const asked = (type: string) => onTerminal([process.execPath, bin, ...words], {waitFor, type})

    it(`ends rde ${title} with 130 at Ctrl-C`, () => {
      const {exitCode, output} = asked('\\x03')
      expect(output)
        .to.contain('Interrupted.')
        .and.not.match(/AbortError|ABORT_ERR/)
      expect(exitCode).to.equal(130)
    })

    it(`ends rde ${title} at Ctrl-D, saying what was left`, () => {
      const {exitCode, output} = asked('\\x04')
      expect(output)
        .to.contain(left)
        .and.not.match(/AbortError|ABORT_ERR/)
      expect(exitCode).to.equal(endsAtCtrlD)
    })
  }
})
