import {chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {makeRunFolder, removeFolder, sweepRunFolders} from './run-folder.js'

describe('The folder of a run', () => {
  const made: string[] = []
  afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, {recursive: true, force: true})))

  it('is kept while the rde that created it lives, and removed after that', async () => {
    const ours = await makeRunFolder()
    const left = ours.replace(/rde-run-\d+-/, 'rde-run-99999999-')
    mkdirSync(left)
    writeFileSync(join(left, 'secret'), 'x')
    made.push(ours, left)
    await sweepRunFolders()
    expect([existsSync(ours), existsSync(left)]).to.deep.equal([true, false])
  })

  it('is removed even if a step made it read-only', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rde-rights-'))
    mkdirSync(join(folder, 'a'))
    writeFileSync(join(folder, 'a', 'file'), '')
    chmodSync(join(folder, 'a'), 0o500)
    expect(await removeFolder(folder)).to.equal(undefined)
    expect(existsSync(folder)).to.equal(false)
  })
})
