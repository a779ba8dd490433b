import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readRunningUi, recordRunningUi} from './running-ui.js'

describe('the record of a running rde ui', () => {
  let folder: string
  let data: {runningUi: string}
  const ui = {url: 'http://127.0.0.1:4790', token: 'secret'}
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-ui-record-'))
    data = {runningUi: join(folder, 'rde.ui.json')}
  })
  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  it('exists while it runs, readable by the user only', async () => {
    const forget = await recordRunningUi(data, ui)
    expect(await readRunningUi(data)).to.deep.equal({...ui, pid: process.pid})
    expect(statSync(data.runningUi).mode & 0o777).to.equal(0o600)
    await forget()
    expect(await readRunningUi(data)).to.equal(undefined)
  })

  it('is ignored if the process has ended or its pid belongs to another', async () => {
    await recordRunningUi(data, ui)
    const record = JSON.parse(readFileSync(data.runningUi, 'utf8')) as object
    for (const change of [{pid: 2 ** 22 + 1}, {startTime: 'other'}]) {
      writeFileSync(data.runningUi, JSON.stringify({...record, ...change}))
      expect(await readRunningUi(data)).to.equal(undefined)
    }
  })
})
