import {PassThrough} from 'node:stream'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {askHidden, askYesNo, confirm} from './questions.js'

const ctrlC = '\u0003'
const ctrlD = '\u0004'
const caught = (thrown: RdeError) => thrown

/** A terminal on which these keys are pressed, one part after each question. */
function terminal(...typed: string[]) {
  const input = Object.assign(new PassThrough(), {isTTY: true})
  const output = Object.assign(new PassThrough(), {isTTY: true})
  let shown = ''
  output.setEncoding('utf8').on('data', (text: string) => {
    shown += text
    // readline listens when it has shown its question.
    if (/: $|\] $/.test(text)) setImmediate(() => input.write(typed.shift() ?? ctrlC))
  })
  return {streams: {input, output}, shown: () => shown}
}

describe('askYesNo', () => {
  for (const [typed, meant] of [
    ['y\r', true],
    ['YES\r', true],
    ['n\r', false],
    ['\r', false],
    [ctrlD, false],
  ] as const) {
    it(`takes ${JSON.stringify(typed)} for ${meant ? 'yes' : 'no'}`, async () => {
      expect(await askYesNo('Run them?', terminal(typed).streams)).to.equal(meant)
    })
  }

  it('asks again after any other answer', async () => {
    const {streams, shown} = terminal('maybe\r', 'y\r')
    expect(await askYesNo('Run them?', streams)).to.equal(true)
    expect(shown()).to.contain('Please answer y or n: ')
  })

  it('is interrupted by Ctrl-C, with exit code 130', async () => {
    const {message, oclif} = (await askYesNo('Run them?', terminal(ctrlC).streams).catch(caught)) as RdeError
    expect([message, oclif.exit]).to.deep.equal(['Interrupted.', 130])
  })
})

describe('a signal from elsewhere', () => {
  it('ends a question with the exit code of that signal', async () => {
    const {streams} = terminal('')
    const asked = askYesNo('Run them?', streams).catch(caught)
    process.emit('SIGTERM', 'SIGTERM')
    expect(await asked).to.have.nested.property('oclif.exit', 143)
  })
})

describe('askHidden', () => {
  it('returns what is typed and does not show it', async () => {
    const {streams, shown} = terminal('hunter2!\r')
    expect(await askHidden('Value: ', streams)).to.equal('hunter2!')
    expect(shown()).not.to.contain('hunter2')
  })

  for (const key of [ctrlC, ctrlD]) {
    it(`is interrupted by ${JSON.stringify(key)}, with exit code 130`, async () => {
      const error = await askHidden('Value: ', terminal(key).streams).catch(caught)
      expect(error).to.have.nested.property('oclif.exit', 130)
    })
  }
})

describe('confirm', () => {
  const options = {question: 'Delete rde?', refused: 'Not deleted.', instead: 'rde cluster delete --yes'}

  it('does nothing after a yes', async () => {
    expect(await confirm(options, terminal('y\r').streams)).to.equal(undefined)
  })

  it('reports what was not done after a no', async () => {
    const error = await confirm(options, terminal(ctrlD).streams).catch(caught)
    expect(error).to.deep.include({message: 'Not deleted.', outcome: 'Nothing was changed.'})
  })

  it('is wrong usage without a terminal, and names the command that needs none', async () => {
    const streams = {input: new PassThrough(), output: new PassThrough()}
    const error = (await confirm(options, streams).catch(caught)) as RdeError
    expect([error.oclif.exit, error.remedies[0]?.command]).to.deep.equal([2, 'rde cluster delete --yes'])
  })
})
