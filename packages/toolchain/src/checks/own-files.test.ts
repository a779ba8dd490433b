import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {expect} from 'chai'

import {answering, contextWith} from '../testing/check-context.js'
import {ownFiles} from './own-files.js'

describe("The check of rde's own files", () => {
  let home: string
  let data: DataDirectory
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-own-'))
    data = DataDirectory.fromEnvironment({HOME: home})
    mkdirSync(data.cluster, {recursive: true, mode: 0o700})
  })
  afterEach(() => rmSync(home, {recursive: true}))
  const check = () => ownFiles.run(contextWith(answering(), {data}))

  it('names a file with secrets that others can read, and fixes its permissions', async () => {
    writeFileSync(data.config, '{}', {mode: 0o644})
    const {status, detail, mend} = await check()
    expect([status, detail]).to.deep.equal(['warning', `Other users can read files with secrets: ${data.config}.`])
    await mend!.run({signal: new AbortController().signal, report: () => {}})
    expect((await check()).status).to.equal('ok')
  })

  it('ignores the cache of kubectl', async () => {
    mkdirSync(join(data.kubectlCache, 'discovery'), {recursive: true, mode: 0o755})
    expect((await check()).status).to.equal('ok')
  })
})
