import {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {readPrinted} from './read-printed.js'

describe('readPrinted', () => {
  const read = (printed: string, file = 'kubectl') =>
    readPrinted({name: 'kubectl', file}, printed, (text) => (JSON.parse(text) as {a: {b: string}}).a.b)
  const message = (printed: string, file?: string) => {
    try {
      return read(printed, file)
    } catch (error) {
      return (error as RdeError).message
    }
  }

  it('returns the parsed value', () => {
    expect(read('{"a": {"b": "c"}}')).to.equal('c')
  })

  for (const [printed, expected] of [
    ['<html>\n<body>', '<html>'],
    ['', 'nothing.'],
    ['\n', 'nothing.'],
    ['{"a": {"b": "secr', 'JSON of another form.'],
    ['{"kind": "secret"}', 'JSON of another form.'],
    [`${'x'.repeat(70)}`, `${'x'.repeat(60)}`],
  ] as const)
    it(`reports in one sentence: ${expected.slice(0, 40)}`, () => {
      expect(message(printed)).to.equal(`Unexpected output from kubectl: ${expected}`)
    })

  it('names the path of the tool, and suggests asking its version', () => {
    expect(message('', '/opt/k c')).to.match(/^Unexpected output from kubectl \(\/opt\/k c\): nothing\.$/)
    const remedies = () => {
      try {
        return read('', '/opt/k c')
      } catch (error) {
        return (error as RdeError).remedies
      }
    }
    expect(remedies()).to.deep.equal([{what: 'See which kubectl it is', command: "'/opt/k c' version"}])
  })

  it('rethrows an RdeError', () => {
    const named = new RdeError('Docker does not answer', {code: 'RDE_DOCKER_UNREACHABLE'})
    const read = () =>
      readPrinted({name: 'docker', file: 'docker'}, '', () => {
        throw named
      })
    expect(read).to.throw(named)
  })
})
