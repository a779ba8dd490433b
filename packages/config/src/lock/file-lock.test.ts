import {readdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

import {identify} from '@rde/process-runner/environment/process-identity'
import {expect} from 'chai'

import {updateFile, withFileLock} from './file-lock.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

const longDead = JSON.stringify({pid: 2 ** 22 + 1, startTime: '1'})

describe('updateFile', () => {
  let here: TemporaryData
  let path: string

  beforeEach(() => {
    here = temporaryData()
    path = here.data.trustedWorkflows
  })
  afterEach(() => here.remove())

  const append = (text: string) => updateFile(path, (before = '') => before + text)

  it('keeps all of twenty concurrent changes', async () => {
    await Promise.all(Array.from({length: 20}, () => append('x')))
    expect(readFileSync(path, 'utf8')).to.equal('x'.repeat(20))
  })

  it('leaves no other file', async () => {
    await append('x')
    expect(readdirSync(dirname(path)).filter((name) => name.startsWith('trusted-'))).to.deep.equal([
      'trusted-workflows.json',
    ])
  })

  it('lets the next one in when a change fails', async () => {
    const failing = () => {
      throw new Error('no')
    }
    await updateFile(path, failing).catch(() => undefined)
    await append('x')
    expect(readFileSync(path, 'utf8')).to.equal('x')
  })

  it('does not wait for a dead holder, even if its file is dated tomorrow', async () => {
    writeFileSync(`${path}.held`, longDead)
    const tomorrow = new Date(Date.now() + 86_400_000)
    utimesSync(`${path}.held`, tomorrow, tomorrow)
    await append('x')
    expect(readFileSync(path, 'utf8')).to.equal('x')
  })

  it('does not wait for a holder whose pid now belongs to another process', async () => {
    writeFileSync(`${path}.held`, JSON.stringify({...identify(process.pid), startTime: '1'}))
    await append('x')
    expect(readFileSync(path, 'utf8')).to.equal('x')
  })

  it('lets one of many replace a dead holder', async () => {
    writeFileSync(`${path}.held`, longDead)
    let inside = 0
    let most = 0
    const use = async () => {
      most = Math.max(most, (inside += 1))
      await new Promise(setImmediate)
      inside -= 1
    }
    await Promise.all(Array.from({length: 10}, () => withFileLock(path, use)))
    expect(most).to.equal(1)
  })
})
