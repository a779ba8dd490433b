import {mkdirSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import {passthroughKubeconfig} from './passthrough-kubeconfig.js'
import {temporaryData, type TemporaryData} from './testing/temporary-data.js'

describe('passthroughKubeconfig', () => {
  let here: TemporaryData
  const noticeFor = async (name: string) => {
    const data = here.data.of(name)
    mkdirSync(data.cluster, {recursive: true})
    writeFileSync(data.kubeconfig, 'kind: Config')
    return (await passthroughKubeconfig(data)).notice
  }

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('names the cluster where it is not the default one', async () => {
    expect([await noticeFor('rde'), await noticeFor('team')]).to.deep.equal([undefined, 'rde: cluster team'])
  })

  it('says that there is no cluster of that name', async () => {
    const {exists, notice} = await passthroughKubeconfig(here.data.of('team'))
    expect(exists).to.equal(false)
    expect(notice).to.match(/^rde: there is no cluster team\. Start one: rde cluster start/)
  })
})
