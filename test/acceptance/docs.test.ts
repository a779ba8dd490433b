import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {expect} from 'chai'

import {folder, pages} from '../../scripts/docs/pages.mjs'

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
})
