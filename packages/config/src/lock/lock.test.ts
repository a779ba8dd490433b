import {existsSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {setTimeout as sleep} from 'node:timers/promises'

import {cleanEnvironment, SystemProcessRunner} from '@rde/process-runner'
import {identify, lives} from '@rde/process-runner/environment/process-identity'
import {expect} from 'chai'

import {acquireLock} from './lock.js'
import {readHolder, writeHolder, type LockHolder} from './lock-record.js'
import {failureOf} from '../testing/failure-of.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

const program = fileURLToPath(new URL('../testing/hold-lock.ts', import.meta.url))
const neverAlive = {pid: 2 ** 22 + 1, startTime: '1'}
const record = (holder: Partial<LockHolder>) => ({
  ...identify(process.pid)!,
  command: 'rde cluster start',
  since: new Date().toISOString(),
  children: [],
  ...holder,
})

async function until<T>(see: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const seen = see()
    if (seen !== undefined) return seen
    await sleep(25)
  }
  throw new Error('it never came')
}

describe('acquireLock', () => {
  let here: TemporaryData
  let path: string

  beforeEach(() => {
    here = temporaryData()
    path = here.data.lock
  })
  afterEach(() => here.remove())

  it('records its holder, readable by the owner only, and keeps the file when it is released', async () => {
    const lock = await acquireLock(here.data, {command: 'rde cluster stop'})
    expect(readHolder(path)).to.deep.include({...identify(process.pid), command: 'rde cluster stop', children: []})
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    lock.release()
    lock.release()
    expect([existsSync(path), readHolder(path), lock.held]).to.deep.equal([true, undefined, false])
  })

  it('fails at once with exit code 5 when another holds it, naming pid, age and command', async () => {
    writeHolder(path, record({since: new Date(Date.now() - 125_000).toISOString()}))
    const {code, message, oclif} = await failureOf(() => acquireLock(here.data, {command: 'rde cluster stop'}))
    expect([code, oclif.exit]).to.deep.equal(['RDE_BUSY', 5])
    expect(message).to.contain(`\`rde cluster start\` (pid ${process.pid}) has run for 2 min`)
  })

  it('excludes the same process, too', async () => {
    await acquireLock(here.data, {command: 'a'})
    expect((await failureOf(() => acquireLock(here.data, {command: 'b'}))).code).to.equal('RDE_BUSY')
  })

  it('waits as long as requested, and reports the holder once', async () => {
    const waitedFor: string[] = []
    const first = await acquireLock(here.data, {command: 'rde cluster start'})
    setTimeout(() => first.release(), 450)
    const onWait = ({command}: LockHolder) => waitedFor.push(command)
    await acquireLock(here.data, {command: 'rde images import', waitMs: 5_000, onWait})
    expect(waitedFor).to.deep.equal(['rde cluster start'])
  })

  it('gives up at the end of the wait', async () => {
    await acquireLock(here.data, {command: 'a'})
    const {code, message} = await failureOf(() => acquireLock(here.data, {command: 'b', waitMs: 300}))
    expect([code, message.includes('Timed out after waiting for 300 ms.')]).to.deep.equal(['RDE_BUSY', true])
  })

  for (const text of ['', '{}', 'torn {', '{"holder": {"pid": 1}}']) {
    it(`treats a file that contains "${text}" as free`, async () => {
      writeFileSync(path, text)
      expect((await acquireLock(here.data, {command: 'a'})).held).to.equal(true)
    })
  }

  it('replaces a holder whose pid now belongs to another process', async () => {
    writeHolder(path, record({startTime: '1'}))
    expect((await acquireLock(here.data, {command: 'a'})).held).to.equal(true)
  })

  it('never touches a process that only shares the pid of a leftover tool', async () => {
    writeHolder(path, record({...neverAlive, children: [{pid: process.pid, startTime: '1'}]}))
    await acquireLock(here.data, {command: 'a'})
    expect(readHolder(path)?.children).to.deep.equal([])
  })

  it('records each tool at once while it runs', async () => {
    const {children} = await acquireLock(here.data, {command: 'a'})
    children.started(process.pid)
    const during = readHolder(path)?.children
    expect(during).to.deep.equal([identify(process.pid)])
    children.ended(process.pid)
  })

  it('removes a tool that has ended from the record when the next one starts', async () => {
    const {children} = await acquireLock(here.data, {command: 'a'})
    children.started(process.ppid)
    children.ended(process.ppid)
    children.started(process.pid)
    expect(readHolder(path)?.children).to.deep.equal([identify(process.pid)])
  })

  it('does not release what another has taken', async () => {
    const lock = await acquireLock(here.data, {command: 'a'})
    writeHolder(path, record({pid: 4711}))
    lock.release()
    expect(readHolder(path)?.pid).to.equal(4711)
  })

  it('gives the lock to one of many who ask at the same time', async () => {
    writeHolder(path, record(neverAlive))
    const asked = await Promise.allSettled(['a', 'b', 'c', 'd'].map((command) => acquireLock(here.data, {command})))
    expect(asked.filter(({status}) => status === 'fulfilled')).to.have.length(1)
  })

  for (const [title, script] of [
    ['', 'exec sleep 60'],
    [' that ignores SIGTERM', `trap '' TERM; while :; do sleep 0.1; done`],
  ] as const) {
    it(`takes over after a kill -9, once it has ended a tool left running${title}`, async () => {
      await killHolder(here, script)
      const {children} = readHolder(path)!
      expect(children.map(lives)).to.deep.equal([true])
      await acquireLock(here.data, {command: 'rde cluster delete'})
      expect(children.map(lives)).to.deep.equal([false])
      expect(readHolder(path)?.pid).to.equal(process.pid)
    })
  }
})

/** Starts a real holder with a tool, and kills it alone. */
async function killHolder({data, environment}: TemporaryData, script: string): Promise<void> {
  const runner = new SystemProcessRunner({environment: {...cleanEnvironment(process.env), ...environment}})
  const ended = runner.capture({file: process.execPath, args: ['--import', 'tsx', program, script]}).catch(() => {})
  const holder = await until(() => {
    const seen = existsSync(data.lock) ? readFileSync(data.lock, 'utf8') : ''
    return seen.includes('rde cluster start') ? readHolder(data.lock) : undefined
  })
  await until(() => readHolder(data.lock)?.children[0])
  // Let the tool get as far as its trap.
  await sleep(200)
  process.kill(holder.pid, 'SIGKILL')
  void ended
  await until(() => (lives(holder) ? undefined : true))
}
