import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {inotify} from './inotify.js'

describe('the check of file watches', () => {
  let proc: string
  const limits = (instances: number, watches: number) => {
    const folder = join(proc, 'sys', 'fs', 'inotify')
    mkdirSync(folder, {recursive: true})
    writeFileSync(join(folder, 'max_user_instances'), `${instances}\n`)
    writeFileSync(join(folder, 'max_user_watches'), `${watches}\n`)
    return inotify.run(contextWith(answering(), {proc}))
  }

  beforeEach(() => {
    proc = mkdtempSync(join(tmpdir(), 'rde-proc-'))
  })
  afterEach(() => rmSync(proc, {recursive: true}))

  it('gives the exact command for the limit that is too low', async () => {
    const {status, remedies} = await limits(64, 192_536)
    expect(status).to.equal('warning')
    expect(remedies[0]?.command).to.equal('sudo sysctl -w fs.inotify.max_user_instances=512')
  })

  it('gives one command for both', async () => {
    expect((await limits(64, 8192)).remedies[0]?.command).to.equal(
      'sudo sysctl -w fs.inotify.max_user_instances=512 fs.inotify.max_user_watches=524288',
    )
  })

  it('accepts the defaults of Linux', async () => {
    expect((await limits(128, 65_536)).status).to.equal('ok')
  })

  it('treats an unreadable limit as unlimited', async () => {
    expect((await inotify.run(contextWith(answering(), {proc}))).status).to.equal('ok')
  })

  it('applies to Linux only', () => {
    expect(inotify.applies!(contextWith(answering(), {platform: 'darwin'}))).to.equal(false)
  })
})
