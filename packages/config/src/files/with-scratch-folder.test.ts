import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

import {expect} from 'chai'

import {withScratchFolder} from './with-scratch-folder.js'

describe('withScratchFolder', () => {
  let home: string
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'rde-scratch-'))))
  afterEach(() => rmSync(home, {recursive: true}))

  const prefix = () => join(home, '.load-')

  it('makes a private folder', async () => {
    const mode = await withScratchFolder(prefix(), async (folder) => statSync(folder).mode & 0o777)
    expect(mode).to.equal(0o700)
  })

  it('does not make its parent, such as a missing TMPDIR', async () => {
    const failure = await withScratchFolder(join(home, 'missing', 'rde-'), async () => 'used').catch(String)
    expect(failure).to.match(/^Error: ENOENT: /)
    expect(readdirSync(home)).to.deep.equal([])
  })

  it('resolves with the result, and removes the folder with its files', async () => {
    const used = await withScratchFolder(prefix(), async (folder) => {
      writeFileSync(join(folder, 'archive.tar'), 'x')
      return dirname(folder)
    })
    expect(readdirSync(used)).to.deep.equal([])
  })

  it('also removes the folder after a failure', async () => {
    const failure = await withScratchFolder(prefix(), async () => Promise.reject(new Error('no space'))).catch(String)
    expect({failure, left: readdirSync(dirname(prefix()))}).to.deep.equal({failure: 'Error: no space', left: []})
  })
})
