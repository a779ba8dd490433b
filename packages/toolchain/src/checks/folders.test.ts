import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {DataDirectory} from '@rde/config'

import {contextWith} from '../testing/check-context.js'
import {folders} from './folders.js'

describe("the check of rde's folders", () => {
  let home: string
  const data = (env: Record<string, string> = {}) => DataDirectory.fromEnvironment({HOME: home, ...env})
  const check = (env: Record<string, string> = {}) => folders.run(contextWith({kind: 'no-client'}, {data: data(env)}))

  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'rde-folders-'))))
  afterEach(() => rmSync(home, {recursive: true}))

  it('accepts folders that can be created', async () => {
    expect((await check()).status).to.equal('ok')
  })

  it('names what is not a folder', async () => {
    writeFileSync(join(home, 'cache'), '')
    const {status, detail, remedies} = await check({RDE_CACHE_DIR: join(home, 'cache')})
    expect([status, detail]).to.deep.equal(['error', `${home}/cache is not a folder.`])
    expect(remedies[0]?.command).to.equal(`mv '${home}/cache' '${home}/cache.old'`)
  })

  it('names a path with a parent that is not a folder', async () => {
    writeFileSync(join(home, 'cache'), '')
    const {detail} = await check({RDE_CACHE_DIR: join(home, 'cache/rde')})
    expect(detail).to.equal(`${home}/cache/rde cannot be created: one of its parents is not a folder.`)
  })
})
