import {chmodSync, mkdtempSync, rmSync} from 'node:fs'
import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {fileFailed, fileSystemError} from './config-errors.js'

const thrownBy = (call: () => Promise<unknown>) => call().catch((error: Error) => error)

describe('fileFailed', () => {
  it('names the owner of a file of another user, and the command that changes it', function () {
    if (process.geteuid?.() !== 0) this.skip()
    const folder = mkdtempSync(join(tmpdir(), 'rde-owner-'))
    chmodSync(folder, 0o755)
    process.seteuid?.(65_534)
    try {
      const {message, remedies} = fileFailed('write', join(folder, 'x'), Object.assign(new Error(), {code: 'EACCES'}))
      expect(message).to.contain(`permission denied; ${folder} belongs to root.`)
      expect(remedies[0]?.command).to.equal(`sudo chown -R "$(id -un)" ${folder}`)
    } finally {
      process.seteuid?.(0)
      rmSync(folder, {recursive: true})
    }
  })
})

describe('fileFailed for an inaccessible folder', () => {
  it('reports that instead of failing itself', function () {
    if (process.geteuid?.() !== 0) this.skip()
    const folder = mkdtempSync(join(tmpdir(), 'rde-closed-'))
    const before = process.cwd()
    process.chdir(folder)
    process.seteuid?.(65_534)
    try {
      expect(fileFailed('write', 'x', Object.assign(new Error(), {code: 'EACCES'})).message).to.equal(
        'rde cannot write x: permission denied.',
      )
    } finally {
      process.seteuid?.(0)
      process.chdir(before)
      rmSync(folder, {recursive: true})
    }
  })
})

describe('fileFailed, for every system error', () => {
  for (const code of ['EEXIST', 'ENAMETOOLONG', 'EIO', 'EBUSY', 'EMFILE', 'EXDEV', 'EINVAL', 'ETXTBSY'])
    it(`gives a reason in words for ${code}`, () => {
      const {message} = fileFailed('read', '/x', Object.assign(new Error(), {code}))
      expect(message).to.match(/^rde cannot read \/x: [a-z][a-z/ -]{5,}\.$/)
    })
})

describe('fileSystemError', () => {
  it('reports that the folder for temporary files is missing', async () => {
    const usual = process.env['TMPDIR']
    process.env['TMPDIR'] = '/nowhere/at/all'
    const error = fileSystemError(await thrownBy(() => mkdtemp(join(tmpdir(), 'rde-run-'))))
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
    expect(error).to.deep.include({
      code: 'RDE_TMPDIR',
      message: 'The folder for temporary files, /nowhere/at/all, does not exist.',
    })
  })

  it('reports that the current folder was removed', async () => {
    const gone = Object.assign(new Error('ENOENT: no such file or directory, uv_cwd'), {
      code: 'ENOENT',
      syscall: 'uv_cwd',
    })
    expect(fileSystemError(gone)).to.include({
      message: 'The current folder cannot be used: there is no such file.',
      code: 'RDE_CURRENT_FOLDER',
    })
  })

  it('leaves other errors alone', () => {
    expect(fileSystemError(new TypeError('x is not a function'))).to.equal(undefined)
  })
})
