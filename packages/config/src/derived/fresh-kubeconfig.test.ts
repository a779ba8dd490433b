import {readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {freshKubeconfig} from './fresh-kubeconfig.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

describe('freshKubeconfig', () => {
  let here: TemporaryData
  const typeConfig = (content: object) => writeFileSync(here.data.config, JSON.stringify(content))
  const fresh = () => freshKubeconfig(here.data)

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('is undefined without a config.json or a cluster', async () => {
    const nothing = await fresh()
    typeConfig({version: 1, kubeconfig: null})
    expect([nothing, await fresh()]).to.deep.equal([undefined, undefined])
  })

  it('writes the file from config.json, once', async () => {
    typeConfig({version: 1, kubeconfig: {kind: 'Config'}})
    expect(await fresh()).to.equal(here.data.kubeconfig)
    const {ino} = statSync(here.data.kubeconfig)
    await fresh()
    expect(statSync(here.data.kubeconfig).ino).to.equal(ino)
  })

  it('writes it again when config.json is newer', async () => {
    typeConfig({version: 1, kubeconfig: {kind: 'Config'}})
    await fresh()
    typeConfig({version: 1, kubeconfig: {kind: 'Changed'}})
    utimesSync(here.data.config, new Date(), new Date(Date.now() + 60_000))
    await fresh()
    expect(readFileSync(here.data.kubeconfig, 'utf8')).to.contain('kind: Changed')
  })

  it('needs only the kubeconfig in config.json to be valid', async () => {
    typeConfig({version: 1, colour: 'red', kubeconfig: {kind: 'Config'}})
    expect(await fresh()).to.equal(here.data.kubeconfig)
  })

  for (const [title, spoil] of [
    ['lost', (path: string) => rmSync(path)],
    ['truncated', (path: string) => writeFileSync(path, '{"versi')],
  ] as const) {
    it(`returns the existing file when config.json was ${title}`, async () => {
      typeConfig({version: 1, kubeconfig: {kind: 'Config'}})
      await fresh()
      utimesSync(here.data.kubeconfig, 1, 1)
      spoil(here.data.config)
      expect(await fresh()).to.equal(here.data.kubeconfig)
    })
  }

  it('is undefined when config.json has no kubeconfig, even if an old file is left', async () => {
    writeFileSync(here.data.kubeconfig, 'old')
    utimesSync(here.data.kubeconfig, 1, 1)
    typeConfig({version: 1, kubeconfig: null})
    expect(await fresh()).to.equal(undefined)
  })
})
