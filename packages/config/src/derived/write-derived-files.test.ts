import {existsSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {rdeConfigV1} from '../schema/v1.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'
import {derivedDifferences, writeConfigSchema, writeDerivedFiles} from './write-derived-files.js'
import {parseYaml} from '../documents/yaml.js'

const kubeconfig = {apiVersion: 'v1', kind: 'Config', clusters: [], note: 'yes', on: 'no', n: '0123'}
const config = rdeConfigV1.parse({version: 1, kubeconfig})
const empty = rdeConfigV1.parse({version: 1})

describe('writeDerivedFiles', () => {
  let here: TemporaryData

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('writes the kubeconfig, readable by the owner only', async () => {
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal([{path: here.data.kubeconfig, state: 'missing'}])
    expect(statSync(here.data.kubeconfig).mode & 0o777).to.equal(0o600)
  })

  it('names the source of the file in the first line', async () => {
    await writeDerivedFiles(config, here.data)
    expect(readFileSync(here.data.kubeconfig, 'utf8').split('\n')[0]).to.match(/^# Derived from config.json/)
  })

  it('quotes strings that YAML 1.1 reads as another type', async () => {
    await writeDerivedFiles(config, here.data)
    const text = readFileSync(here.data.kubeconfig, 'utf8')
    expect(text).to.contain(`"on": "no"`).and.contain(`"0123"`)
    expect(parseYaml(text)).to.deep.equal(kubeconfig)
  })

  it('writes nothing when nothing differs', async () => {
    await writeDerivedFiles(config, here.data)
    const {ino} = statSync(here.data.kubeconfig)
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal([])
    expect(statSync(here.data.kubeconfig).ino).to.equal(ino)
  })

  it('reverts changes by hand', async () => {
    await writeDerivedFiles(config, here.data)
    writeFileSync(here.data.kubeconfig, 'mine: true')
    const changed = [{path: here.data.kubeconfig, state: 'out of date'}]
    expect(await writeDerivedFiles(config, here.data)).to.deep.equal(changed)
  })

  it('removes files that no longer have a source', async () => {
    await writeDerivedFiles(config, here.data)
    await writeDerivedFiles(empty, here.data)
    expect(existsSync(here.data.kubeconfig)).to.equal(false)
  })

  it("leaves the user's own kubeconfig", async () => {
    writeFileSync(here.data.kubeconfig, 'mine: true')
    await writeDerivedFiles(empty, here.data)
    expect(existsSync(here.data.kubeconfig)).to.equal(true)
  })

  it('makes the kubeconfig look newer than a config.json that changed elsewhere', async () => {
    await writeDerivedFiles(config, here.data)
    utimesSync(here.data.kubeconfig, 1, 1)
    writeFileSync(here.data.config, '{}')
    await writeDerivedFiles(config, here.data)
    expect(statSync(here.data.kubeconfig).mtimeMs).to.be.at.least(statSync(here.data.config).mtimeMs)
  })

  it('can report what it would do', async () => {
    await writeDerivedFiles(config, here.data)
    expect(await derivedDifferences(empty, here.data)).to.deep.equal([{path: here.data.kubeconfig, state: 'left over'}])
    expect(existsSync(here.data.kubeconfig)).to.equal(true)
  })

  it('writes the schema for editors again only if it is older than this program', async () => {
    writeFileSync(here.data.configSchema, 'newer')
    await writeConfigSchema(here.data)
    expect(readFileSync(here.data.configSchema, 'utf8')).to.equal('newer')
    utimesSync(here.data.configSchema, 1, 1)
    await writeConfigSchema(here.data)
    expect(JSON.parse(readFileSync(here.data.configSchema, 'utf8'))).to.have.property('properties')
  })
})
