import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {runRde} from './rde-process.js'

describe('rde config', () => {
  let home: string
  const config = (...args: string[]) => runRde(['config', ...args], {home, path: process.env['PATH'] ?? ''})
  const file = () => join(home, '.local/share/rde/clusters/rde/config.json')

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-config-'))
  })
  afterEach(() => rmSync(home, {recursive: true, force: true}))

  it('prints the path of the future config.json', async () => {
    expect(await config('path')).to.include({exitCode: 0, stdout: `${file()}\n`})
  })

  it('sets, gets and unsets', async () => {
    const set = await config('set', 'cluster.agents', '3')
    const get = await config('get', 'cluster.agents')
    const unset = await config('unset', 'cluster.agents', '--json')
    expect([set.stdout, get.stdout]).to.deep.equal(['cluster.agents is now 3 (was 2).\n', '3\n'])
    expect(JSON.parse(unset.stdout)).to.include({before: 3, after: 2, needs: 'nothing'})
  })

  it('exits with 4 before there is a config.json, with --json too', async () => {
    const answers = await Promise.all([config('validate'), config('diff'), config('get', '--json')])
    expect(answers.map(({exitCode}) => exitCode)).to.deep.equal([4, 4, 4])
    expect(JSON.parse(answers[2].stdout).error).to.include({code: 'RDE_CONFIG_ABSENT', exitCode: 4})
  })

  it('reports all problems of the file, with exit code 2', async () => {
    await config('set', 'cluster.agents', '3')
    writeFileSync(file(), '{"version": 1,\n"cluster": {"agents": "x"},\n"stak": {}}')
    const {exitCode, stderr} = await config('validate')
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('line 2: cluster.agents must be a whole number')
    expect(stderr).to.contain('line 3: stak is not a setting; did you mean stack?')
  })

  it('never shows a generated password unless asked', async () => {
    await config('set', 'cluster.agents', '3')
    const {password} = JSON.parse(readFileSync(file(), 'utf8')).credentials.database
    const answers = await Promise.all([config('get'), config('get', '--json'), config('diff')])
    expect(answers.filter(({stdout}) => stdout.includes(password))).to.deep.equal([])
    expect((await config('get', 'credentials', '--show-secrets')).stdout).to.contain(password)
  })

  it('prints a schema that is JSON', async () => {
    expect(JSON.parse((await config('schema')).stdout)).to.have.property('properties')
  })
})
