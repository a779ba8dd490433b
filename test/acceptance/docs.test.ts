import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {errorCodesOfRde} from '../../scripts/docs/codes.mjs'
import {folder, pages} from '../../scripts/docs/pages.mjs'

interface ErrorCode {
  /** Command → title. */
  readonly remedies: ReadonlyMap<string, string>
}

describe('docs/reference', () => {
  let made: Record<string, string>

  before(async () => {
    made = await pages()
  })

  for (const name of ['commands.md', 'settings.md', 'codes.md', 'troubleshooting.md']) {
    it(`${name} is what npm run docs writes`, () => {
      expect(readFileSync(join(folder, name), 'utf8')).to.equal(made[name])
    })
  }

  it('has a remedy for every error code', () => {
    const codes = [...(errorCodesOfRde() as Map<string, ErrorCode>)]
    const without = codes.filter(([, {remedies}]) => ![...remedies.keys()].some((command) => /\w/.test(command)))
    expect(without.map(([code]) => code)).to.deep.equal([])
    expect(codes.length).to.be.greaterThan(100)
  })
})
