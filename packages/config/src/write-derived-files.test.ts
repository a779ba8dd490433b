import {existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'

import {expect} from 'chai'

import {rdeConfigV1} from './schema/v1.js'
import {temporaryData, type TemporaryData} from './testing/temporary-data.js'
import {derivedDifferences, writeDerivedFiles} from './write-derived-files.js'
import {parseYaml} from './yaml.js'

const kubeconfig = {apiVersion: 'v1', kind: 'Config', clusters: [], note: 'yes'}
const config = rdeConfigV1.parse({version: 1, kubeconfig, helm: {values: {'relay-core': {on: 'no', n: '0123'}}}})
const empty = rdeConfigV1.parse({version: 1})

describe('writeDerivedFiles', () => {
  let here: TemporaryData
  let values: string

  beforeEach(() => {
    here = temporaryData()
    values = here.data.values('relay-core')
  })
  afterEach(() => here.remove())

  it('writes the kubeconfig and the values of each release, for the owner alone', async () => {
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal([
      {path: here.data.kubeconfig, state: 'missing'},
      {path: values, state: 'missing'},
    ])
    expect([here.data.kubeconfig, values].map((path) => statSync(path).mode & 0o777)).to.deep.equal([0o600, 0o600])
  })

  it('says in the first line where the file comes from', async () => {
    await writeDerivedFiles(config, here.data)
    expect(readFileSync(here.data.kubeconfig, 'utf8').split('\n')[0]).to.match(/^# Derived from config.json/)
  })

  it('writes strings that YAML 1.1 takes for something else so that they stay strings', async () => {
    await writeDerivedFiles(config, here.data)
    expect(readFileSync(values, 'utf8')).to.contain(`"on": "no"`).and.contain(`"0123"`)
    expect(parseYaml(readFileSync(here.data.kubeconfig, 'utf8'))).to.deep.equal(kubeconfig)
  })

  it('writes nothing when nothing differs', async () => {
    await writeDerivedFiles(config, here.data)
    const {ino} = statSync(values)
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal([])
    expect(statSync(values).ino).to.equal(ino)
  })

  it('puts right what was changed by hand', async () => {
    await writeDerivedFiles(config, here.data)
    writeFileSync(values, 'mine: true')
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal([{path: values, state: 'out of date'}])
  })

  it('removes what has no source any more', async () => {
    await writeDerivedFiles(config, here.data)
    await writeDerivedFiles(empty, here.data)
    expect([here.data.kubeconfig, values].map((path) => existsSync(path))).to.deep.equal([false, false])
  })

  it("leaves the user's own file among the values", async () => {
    const own = here.data.values('own')
    mkdirSync(dirname(own))
    writeFileSync(own, 'mine: true')
    await writeDerivedFiles(empty, here.data)
    expect(existsSync(own)).to.equal(true)
  })

  it('makes the kubeconfig look newer than a config.json that changed elsewhere', async () => {
    await writeDerivedFiles(config, here.data)
    utimesSync(here.data.kubeconfig, 1, 1)
    writeFileSync(here.data.config, '{}')
    await writeDerivedFiles(config, here.data)
    expect(statSync(here.data.kubeconfig).mtimeMs).to.be.at.least(statSync(here.data.config).mtimeMs)
  })

  it('can be asked what it would do', async () => {
    await writeDerivedFiles(config, here.data)
    expect(await derivedDifferences(empty, here.data)).to.deep.equal([
      {path: here.data.kubeconfig, state: 'left over'},
      {path: values, state: 'left over'},
    ])
    expect(existsSync(values)).to.equal(true)
  })
})
