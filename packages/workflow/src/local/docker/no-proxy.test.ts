import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {noProxyFor} from './no-proxy.js'

describe('noProxyFor', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rde-proxy-'))))
  afterEach(() => rmSync(folder, {recursive: true}))
  const variables = () => noProxyFor('172.18.0.1', {DOCKER_CONFIG: folder})

  it('excludes the host of the metadata API from a proxy', async () => {
    expect(await variables()).to.deep.equal({NO_PROXY: '172.18.0.1', no_proxy: '172.18.0.1'})
  })

  it("keeps what Docker's configuration excludes", async () => {
    const proxies = {default: {httpProxy: 'http://proxy:3128', noProxy: 'intern.example'}}
    writeFileSync(join(folder, 'config.json'), JSON.stringify({proxies}))
    expect((await variables())['NO_PROXY']).to.equal('intern.example,172.18.0.1')
  })
})
