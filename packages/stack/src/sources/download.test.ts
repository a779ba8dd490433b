import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'

import {failureOf} from '@rde/config/testing/failure-of'
import {serveProxy} from '@rde/toolchain/testing/file-server'
import {expect} from 'chai'

import {FileServer} from '../testing/file-server.js'
import {StackFolder} from '../testing/stack-folder.js'
import {download, type DownloadLimits} from './download.js'

describe('download', () => {
  let here: StackFolder
  let server: FileServer
  let url: string
  const fetchIt = (limits?: DownloadLimits) => download(`${url}/file`, join(here.path, 'file'), limits)

  beforeEach(async () => {
    here = new StackFolder()
    server = new FileServer((request, response) => {
      if (request.url === '/silent/file') return void response.write('half')
      if (request.url === '/no/file') return void response.writeHead(404).end()
      response.end('whole')
    })
    url = await server.start()
  })
  afterEach(async () => {
    await server.stop()
    here.remove()
  })

  it('resolves with the sum of what it wrote', async () => {
    expect(await fetchIt()).to.equal(createHash('sha256').update('whole').digest('hex'))
    expect(readFileSync(join(here.path, 'file'), 'utf8')).to.equal('whole')
  })

  it('signs in with what the address says', async () => {
    let said: string | undefined
    const guarded = new FileServer((request, response) => {
      said = request.headers.authorization
      response.end('whole')
    })
    url = (await guarded.start()).replace('//', '//me:pass@')
    await fetchIt()
    await guarded.stop()
    expect(said).to.equal(`Basic ${Buffer.from('me:pass').toString('base64')}`)
  })

  it('names address, reason and a way without a network when it fails', async () => {
    url += '/no'
    const {code, message, suggestions} = await failureOf(() => fetchIt())
    expect([code, message]).to.deep.equal([
      'RDE_DOWNLOAD_FAILED',
      `${url}/file cannot be downloaded: the server answered 404 Not Found`,
    ])
    expect(suggestions.join()).to.contain('--stack DIR')
  })

  it('says that nobody answers', async () => {
    await server.stop()
    expect((await failureOf(() => fetchIt())).message).to.contain('ECONNREFUSED')
    await server.start()
  })

  it('goes through the proxy that the environment names', async () => {
    const proxy = await serveProxy()
    const port = new URL(url).port
    await download(`http://manifests.example:${port}/file`, join(here.path, 'file'), {env: {HTTP_PROXY: proxy.address}})
    await proxy.close()
    expect(proxy.requests).to.deep.equal([`CONNECT manifests.example:${port}`])
  })

  it('gives up when nothing comes', async () => {
    url += '/silent'
    expect((await failureOf(() => fetchIt({idleMs: 50}))).message).to.contain('nothing came for 0.05 s')
  })

  it('gives up on what is too large', async () => {
    expect((await failureOf(() => fetchIt({maxBytes: 3}))).message).to.contain('larger than')
  })

  it('is ended by a signal, with its reason', async () => {
    url += '/silent'
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('Ctrl-C')), 30)
    const failure = await fetchIt({signal: controller.signal}).catch((error: Error) => error.message)
    expect(failure).to.equal('Ctrl-C')
  })
})
