import {existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {makeFolder, privateMode} from './make-folder.js'

describe('makeFolder', () => {
  let folder: string

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-make-'))))
  afterEach(() => rmSync(folder, {recursive: true}))

  it('makes a folder and its parents, all private to the user if requested', () => {
    makeFolder(join(folder, 'a/b/c'), privateMode)
    const modes = ['a', 'a/b', 'a/b/c'].map((name) => statSync(join(folder, name)).mode & 0o777)
    expect(modes).to.deep.equal([0o700, 0o700, 0o700])
  })

  it('leaves an existing folder as it is', () => {
    makeFolder(folder)
    makeFolder(`${folder}/`)
    expect(statSync(folder).mode & 0o777).to.equal(0o700)
  })

  it('fails if a file is in the way', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => makeFolder(join(folder, 'file')))
      .to.throw()
      .with.property('code', 'EEXIST')
    expect(() => makeFolder(join(folder, 'file/a/b')))
      .to.throw()
      .with.property('code', 'ENOTDIR')
  })

  it('fails if no folder can be made, instead of retrying forever like Node 20', function () {
    if (!existsSync('/proc/self')) this.skip()
    expect(() => makeFolder('/proc/rde/a/b'))
      .to.throw()
      .with.property('syscall', 'mkdir')
  })
})
