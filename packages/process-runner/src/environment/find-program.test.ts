import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {findProgram} from './find-program.js'

describe('findProgram', () => {
  let root: string

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-find-'))
    for (const folder of ['one', 'two']) mkdirSync(join(root, folder))
  })
  afterEach(() => rmSync(root, {recursive: true}))

  const program = (path: string, mode = 0o755) => {
    writeFileSync(join(root, path), '')
    chmodSync(join(root, path), mode)
  }
  const find = (name: string) => findProgram(name, `${root}/one::${root}/two`)

  it('takes the first on PATH', () => {
    program('one/k3d')
    program('two/k3d')
    expect(find('k3d')).to.equal(`${root}/one/k3d`)
  })

  it('skips files that are not executable', () => {
    program('one/k3d', 0o644)
    program('two/k3d')
    expect(find('k3d')).to.equal(`${root}/two/k3d`)
  })

  it('skips a folder of that name', () => {
    mkdirSync(join(root, 'one/k3d'))
    expect(find('k3d')).to.equal(undefined)
  })

  it('does not search PATH for a path', () => {
    program('one/k3d')
    expect(find('./k3d')).to.equal(undefined)
  })

  it('does not treat an empty part of PATH as the current folder', () => {
    program('one/k3d')
    const before = process.cwd()
    process.chdir(join(root, 'one'))
    expect(findProgram('k3d', ':')).to.equal(undefined)
    process.chdir(before)
  })
})
