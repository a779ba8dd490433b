import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {locateTool} from './locate-tool.js'
import {managedVersion} from '../managed-tools/managed-tools.js'

describe('locateTool', () => {
  let root: string
  const program = (path: string) => {
    mkdirSync(join(root, path, '..'), {recursive: true})
    writeFileSync(join(root, path), '')
    chmodSync(join(root, path), 0o755)
    return join(root, path)
  }
  const locate = (env: Record<string, string>) =>
    locateTool('k3d', {env: {PATH: join(root, 'bin'), ...env}, folder: join(root, 'tools')})

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-locate-'))
  })
  afterEach(() => rmSync(root, {recursive: true}))

  it('prefers the program in the variable to the one on PATH', () => {
    program('bin/k3d')
    expect(locate({RDE_K3D: program('other/k3d')})).to.equal(join(root, 'other/k3d'))
  })

  it('looks up a plain name in the variable on PATH', () => {
    const path = program('bin/k3d-next')
    expect(locate({RDE_K3D: 'k3d-next'})).to.equal(path)
  })

  it('prefers the one on PATH to the one that rde fetched', () => {
    program(`tools/k3d/${managedVersion('k3d')}/k3d`)
    const path = program('bin/k3d')
    expect(locate({})).to.equal(path)
  })

  it('falls back to the one that rde fetched', () => {
    const path = program(`tools/k3d/${managedVersion('k3d')}/k3d`)
    expect(locate({})).to.equal(path)
  })

  it('returns undefined if there is none', () => {
    expect(locate({})).to.equal(undefined)
  })

  it('fails for a variable with an invalid path instead of using another program', () => {
    program('bin/k3d')
    expect(() => locate({RDE_K3D: '/nonexistent/k3d'})).to.throw(
      'RDE_K3D is "/nonexistent/k3d", which is not an executable file',
    )
  })
})
