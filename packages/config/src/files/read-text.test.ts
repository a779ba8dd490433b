import {mkdtempSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readText} from './read-text.js'
import {failureOf} from '../testing/failure-of.js'

describe('readText', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-read-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  it('does not wait for the end of a device', async () => {
    const path = join(folder, 'endless')
    symlinkSync('/dev/zero', path)
    expect((await failureOf(() => readText(path))).message).to.equal(`rde cannot read ${path}: it is not a file.`)
  })

  it('reports a link to itself as such', async () => {
    const path = join(folder, 'circle')
    symlinkSync(path, path)
    expect((await failureOf(() => readText(path))).message).to.contain('its symbolic links form a loop')
  })
})
