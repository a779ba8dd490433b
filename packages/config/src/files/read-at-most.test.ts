import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readAtMost} from './read-at-most.js'

describe('readAtMost', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-read-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  it('gives what is as large as it may be', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'a'.repeat(1024))
    expect(await readAtMost(path, 1024)).to.have.length(1024)
  })

  it('stops reading where there is more, also of what has no end', async () => {
    const error = await readAtMost('/dev/zero', 1024 * 1024).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'EFBIG', message: 'it is larger than 1 MiB'})
  })
})
