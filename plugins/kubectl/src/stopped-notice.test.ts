import {once} from 'node:events'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer, type AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {stoppedNotice} from './stopped-notice.js'

describe('stoppedNotice', () => {
  let folder: string
  const kubeconfig = (port: number) => {
    const path = join(folder, 'kubeconfig.yaml')
    writeFileSync(path, `clusters:\n  - name: rde\n    cluster:\n      server: https://127.0.0.1:${port}\n`)
    return path
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-kubectl-'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('says nothing while something listens, and how to start the cluster when nothing does', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const path = kubeconfig((server.address() as AddressInfo).port)
    const whileListening = await stoppedNotice(path, join(folder, 'config.json'))
    server.close()
    await once(server, 'close')
    expect([whileListening, await stoppedNotice(path, join(folder, 'config.json'))]).to.deep.equal([
      undefined,
      'rde: the cluster is stopped. Start it: rde cluster start',
    ])
  })

  it('does not offer to start an attached cluster, which is not ours to start', async () => {
    const attached = {context: 'kind-team', push: 'r.example', pull: 'r.example'}
    writeFileSync(join(folder, 'config.json'), JSON.stringify({version: 1, cluster: {attached}}))
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const path = kubeconfig((closed.address() as AddressInfo).port)
    closed.close()
    await once(closed, 'close')
    expect(await stoppedNotice(path, join(folder, 'config.json'))).to.equal(
      'rde: nothing listens at the address of the context kind-team.',
    )
  })

  it('says nothing of a cluster elsewhere', async () => {
    const path = join(folder, 'kubeconfig.yaml')
    writeFileSync(path, 'clusters: [{cluster: {server: "https://far.example:6443"}}]')
    expect(await stoppedNotice(path, join(folder, 'config.json'))).to.equal(undefined)
  })
})
