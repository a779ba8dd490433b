import {expect} from 'chai'

import {usageError} from './usage-error.js'

const typed = (...argv: string[]) => ({bin: 'rde', name: 'cluster start', argv})

class NonExistentFlagsError extends Error {
  readonly oclif = {exit: 2}
  readonly parse = {input: {flags: {profile: {char: 'p'}, 'keep-cache': {}, secretly: {hidden: true}, yes: {}}}}

  constructor(readonly flags: string[]) {
    super(`Nonexistent flag: ${flags.join(', ')}\nSee more help with --help`)
  }
}

describe('usageError', () => {
  it('suggests the whole command line with the nearest flag', () => {
    const error = usageError(new NonExistentFlagsError(['--profil']), typed('--profil=bare', 'a b'))
    expect(error?.remedies[0]).to.deep.equal({what: 'Perhaps', command: "rde cluster start --profile=bare 'a b'"})
  })

  for (const flag of ['--frobnicate', '--secretl', '--yse']) {
    it(`suggests nothing for ${flag}`, () => {
      const error = usageError(new NonExistentFlagsError([flag]), typed(flag))
      expect(error?.remedies.map(({command}) => command)).to.deep.equal(['rde help cluster start'])
    })
  }

  it('leaves other errors alone', () => {
    expect(usageError(new Error('no'), typed())).to.equal(undefined)
  })
})
