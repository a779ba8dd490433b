import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'

import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {source as sourceSchema, type ChartSource} from '../document/source-schema.js'
import {FileServer} from '../testing/file-server.js'
import {StackFolder} from '../testing/stack-folder.js'
import {downloadChart} from './chart-repository.js'

const sum = createHash('sha256').update('chart').digest('hex')

describe('A chart of a repository', () => {
  let here: StackFolder
  let server: FileServer
  let url: string
  let index: string
  beforeEach(async () => {
    here = new StackFolder()
    server = new FileServer((request, response) => {
      response.end(request.url === '/charts/index.yaml' ? index : 'chart')
    })
    url = await server.start()
  })
  afterEach(async () => {
    await server.stop()
    here.remove()
  })

  const fetchIt = (version = '0.25.0') => {
    const chart = {type: 'chart', release: 'vault', namespace: 'n', repository: `${url}/charts`, name: 'vault', version}
    return downloadChart(sourceSchema.parse(chart) as ChartSource, here.path, {env: {}})
  }
  const lists = (url: string, digest = sum) =>
    (index = `entries: {vault: [{version: v0.25.0, urls: ['${url}'], digest: ${digest}}]}\n`)

  it('is found with the index, relative to it', async () => {
    lists('vault-0.25.0.tgz')
    expect(readFileSync(await fetchIt(), 'utf8')).to.equal('chart')
    expect(server.asked).to.deep.equal(['/charts/index.yaml', '/charts/vault-0.25.0.tgz'])
  })

  it('may be on another server', async () => {
    lists(`${url}/elsewhere/vault.tgz`)
    await fetchIt()
    expect(server.asked[1]).to.equal('/elsewhere/vault.tgz')
  })

  it('must have the sum in the index', async () => {
    lists('vault.tgz', '0'.repeat(64))
    expect((await failureOf(fetchIt)).code).to.equal('RDE_CHECKSUM')
  })

  it('is a failed download if it is not in the repository', async () => {
    lists('vault.tgz')
    const {code, message} = await failureOf(() => fetchIt('9.9.9'))
    expect([code, message]).to.deep.equal([
      'RDE_DOWNLOAD_FAILED',
      `${url}/charts/vault 9.9.9 cannot be downloaded: the repository has no such chart`,
    ])
  })
})
