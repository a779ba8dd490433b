import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {contextWith} from '../testing/check-context.js'
import {inotifyLeft} from './inotify-left.js'

describe('the check of the file watches in use', () => {
  let proc: string
  /** A process of the current user with this number of inotify instances, and one other open file. */
  const runs = (pid: number, instances: number) => {
    const folder = join(proc, String(pid), 'fd')
    mkdirSync(folder, {recursive: true})
    for (let index = 0; index < instances; index += 1) symlinkSync('anon_inode:inotify', join(folder, String(index)))
    symlinkSync('/dev/null', join(folder, String(instances)))
  }
  const check = (limit: number) => {
    mkdirSync(join(proc, 'sys/fs/inotify'), {recursive: true})
    writeFileSync(join(proc, 'sys/fs/inotify/max_user_instances'), `${limit}\n`)
    return inotifyLeft.run(contextWith({kind: 'no-client'}, {proc}))
  }

  beforeEach(function () {
    if (process.getuid?.() !== 0) this.skip()
    proc = mkdtempSync(join(tmpdir(), 'rde-proc-'))
  })
  afterEach(() => rmSync(proc, {recursive: true, force: true}))

  it('counts the instances of all processes', async () => {
    runs(1, 30)
    runs(22, 40)
    const {status, detail} = await check(128)
    expect([status, detail]).to.deep.equal(['ok', "root's processes use 70 of 128 inotify instances"])
  })

  it('warns when there are too few for another node', async () => {
    runs(1, 115)
    const {status, remedies} = await check(128)
    expect([status, remedies[0]?.command]).to.deep.equal([
      'warning',
      'sudo sysctl -w fs.inotify.max_user_instances=512',
    ])
  })

  it('does not count if the limit is high', async () => {
    expect((await check(8_192)).detail).to.equal('not counted: the limit is high')
  })
})
