import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readAtMost} from './read-at-most.js'

describe('readAtMost', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-read-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  it('reads a file of exactly the maximum size', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'a'.repeat(1024))
    expect(await readAtMost(path, 1024)).to.have.length(1024)
  })

  it('stops reading a larger file, even an endless one', async () => {
    const error = await readAtMost('/dev/zero', 1024 * 1024).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'EFBIG', message: 'it is larger than 1 MiB'})
  })
})
