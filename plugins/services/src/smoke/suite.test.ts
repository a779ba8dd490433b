import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {readSuite} from './suite.js'

describe('readSuite', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-suite-'))))
  afterEach(() => rmSync(folder, {recursive: true, force: true}))
  const write = (name: string, text = 'steps: []\n') => writeFileSync(join(folder, name), text)

  it('reads the workflow files by name, each with its expectation', async () => {
    write('b.yml')
    write('a.yaml')
    write('a.expect.yaml', 'outcome: fails')
    write('README.md')
    const {cases} = await readSuite(folder)
    expect(cases.map(({name, expectation}) => `${name} ${expectation.outcome}`)).to.deep.equal([
      'a fails',
      'b succeeds',
    ])
  })

  it('has another hash when one of its files changes', async () => {
    write('a.yaml')
    const {hash} = await readSuite(folder)
    write('a.expect.yaml', 'outcome: fails')
    expect((await readSuite(folder)).hash).not.to.equal(hash)
  })

  it('refuses a folder without a workflow file, or none at all', async () => {
    for (const path of [folder, join(folder, 'nowhere')])
      expect(await readSuite(path).catch((error: unknown) => error)).to.include({code: 'RDE_SMOKE_SUITE'})
  })
})
