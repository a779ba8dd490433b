import {once} from 'node:events'
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {recording} from '../testing/recording.js'
import {listeningProcess} from './proc-listeners.js'

describe('listeningProcess', () => {
  let proc: string
  beforeEach(() => {
    proc = mkdtempSync(join(tmpdir(), 'rde-proc-'))
    mkdirSync(join(proc, 'net'))
    mkdirSync(join(proc, '42', 'fd'), {recursive: true})
    writeFileSync(join(proc, '42', 'comm'), 'registry\n')
    writeFileSync(join(proc, 'net', 'tcp'), recording('linux-6.18/proc-net-tcp.txt'))
  })
  afterEach(() => rmSync(proc, {recursive: true}))

  it('follows the socket from the table to the process that has it open', async () => {
    symlinkSync('socket:[244580]', join(proc, '42', 'fd', '7'))
    expect(await listeningProcess(5299, proc)).to.deep.equal({pid: 42, name: 'registry'})
  })

  it('returns undefined for a process whose files are not readable', async () => {
    expect(await listeningProcess(5299, proc)).to.equal(undefined)
  })

  it('does not report a connection as a listener', async () => {
    symlinkSync('socket:[244581]', join(proc, '42', 'fd', '7'))
    expect(await listeningProcess(55880, proc)).to.equal(undefined)
  })

  it('finds its own process on Linux', async function () {
    if (process.platform !== 'linux') this.skip()
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const holder = await listeningProcess((server.address() as AddressInfo).port, '/proc')
    server.close()
    expect(holder?.pid).to.equal(process.pid)
  })
})
