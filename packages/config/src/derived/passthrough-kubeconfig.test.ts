import {once} from 'node:events'
import {mkdirSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'

import {expect} from 'chai'

import {passthroughKubeconfig} from './passthrough-kubeconfig.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'

describe('passthroughKubeconfig', () => {
  let here: TemporaryData
  const noticeFor = async (name: string, kubeconfig = 'kind: Config') => {
    const data = here.data.of(name)
    mkdirSync(data.cluster, {recursive: true})
    writeFileSync(data.kubeconfig, kubeconfig)
    return (await passthroughKubeconfig(data)).notice
  }
  const leadingTo = (server: string) => `clusters:\n  - name: rde\n    cluster:\n      server: ${server}\n`

  beforeEach(() => {
    here = temporaryData()
  })
  afterEach(() => here.remove())

  it('names the cluster if it is not the default one', async () => {
    expect([await noticeFor('rde'), await noticeFor('team')]).to.deep.equal([undefined, 'rde: cluster team'])
  })

  it('reports that there is no cluster of that name', async () => {
    const {exists, notice} = await passthroughKubeconfig(here.data.of('team'))
    expect(exists).to.equal(false)
    expect(notice).to.match(/^rde: there is no cluster team\. Start one: rde cluster start/)
  })

  it('reports that the cluster is stopped if nothing listens at its address', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const kubeconfig = leadingTo(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const whileListening = await noticeFor('rde', kubeconfig)
    server.close()
    await once(server, 'close')
    expect([whileListening, await noticeFor('rde', kubeconfig), await noticeFor('team', kubeconfig)]).to.deep.equal([
      undefined,
      'rde: the cluster is stopped. Start it: rde cluster start',
      'rde: the cluster team is stopped. Start it: rde cluster start',
    ])
  })

  it('does not offer to start an attached cluster', async () => {
    const {config, cluster} = here.data.of('team')
    mkdirSync(cluster, {recursive: true})
    const attached = {context: 'kind-team', push: 'r.example', pull: 'r.example'}
    writeFileSync(config, JSON.stringify({version: 1, cluster: {attached}}))
    // Nobody listens at port 1.
    expect(await noticeFor('team', leadingTo('https://127.0.0.1:1'))).to.equal(
      'rde: nothing listens at the address of the context kind-team.',
    )
  })

  it('does not look for a cluster on another machine', async () => {
    expect(await noticeFor('rde', leadingTo('https://far.example:6443'))).to.equal(undefined)
  })
})
