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

  it('gives what was read', () => {
    expect(read('{"a": {"b": "c"}}')).to.equal('c')
  })

  for (const [printed, but] of [
    ['<html>\n<body>', 'but: <html>'],
    ['', 'but nothing.'],
    ['\n', 'but nothing.'],
    ['{"a": {"b": "secr', 'but JSON of another form.'],
    ['{"kind": "secret"}', 'but JSON of another form.'],
    [`${'x'.repeat(70)}`, `but: ${'x'.repeat(60)}`],
  ] as const)
    it(`says in one sentence ${but.slice(0, 40)}`, () => {
      expect(message(printed)).to.equal(`kubectl did not print what rde asked for, ${but}`)
    })

  it('names the program that goes by the name of the tool, and asks it', () => {
    expect(message('', '/opt/k c')).to.match(/^kubectl \(\/opt\/k c\) did not print/)
    const remedies = () => {
      try {
        return read('', '/opt/k c')
      } catch (error) {
        return (error as RdeError).remedies
      }
    }
    expect(remedies()).to.deep.equal([{what: 'See which kubectl it is', command: "'/opt/k c' version"}])
  })

  it('lets an error through that has a name', () => {
    const named = new RdeError('Docker does not answer', {code: 'RDE_DOCKER_UNREACHABLE'})
    const read = () =>
      readPrinted({name: 'docker', file: 'docker'}, '', () => {
        throw named
      })
    expect(read).to.throw(named)
  })
})
