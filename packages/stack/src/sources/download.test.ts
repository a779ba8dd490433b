import {readFileSync} from 'node:fs'

import {failureOf} from '@rde/config/testing/failure-of'
import {file, serve, serveProxy, stalled, status, type FileServer} from '@rde/toolchain/testing/file-server'
import {expect} from 'chai'

import {StackFolder} from '../testing/stack-folder.js'
import {download, type DownloadLimits} from './download.js'

describe('download', () => {
  let here: StackFolder
  let servers: FileServer[]
  beforeEach(() => {
    here = new StackFolder()
    servers = []
  })
  afterEach(async () => {
    for (const server of servers) await server.close()
    here.remove()
  })
  const opened = async (server: Promise<FileServer>) => {
    servers.push(await server)
    return servers.at(-1)!
  }
  const fetchIt = (url: string, limits?: DownloadLimits) =>
    download({url, sha256: undefined}, here.path, {env: {}, pauseMs: 1, ...limits})

  it('downloads a file without a known sum', async () => {
    const {address} = await opened(serve(file(Buffer.from('whole'))))
    expect(readFileSync(await fetchIt(address), 'utf8')).to.equal('whole')
  })

  it('names the address, the reason and an offline alternative when it fails', async () => {
    const {address} = await opened(serve(status(404)))
    const {code, message, suggestions} = await failureOf(() => fetchIt(`${address}/no`))
    expect([code, message]).to.deep.equal([
      'RDE_DOWNLOAD_FAILED',
      `${address}/no cannot be downloaded: the server answered 404 Not Found`,
    ])
    expect(suggestions.join()).to.contain('--stack DIR')
  })

  it('fails at once if no server is listening', async () => {
    const server = await serve(status(404))
    await server.close()
    // A second try would come after the end of the test.
    const failure = await failureOf(() => fetchIt(server.address, {pauseMs: 3_600_000}))
    expect(failure.message).to.contain('ECONNREFUSED')
  })

  it('uses the proxy of the environment', async () => {
    const server = await opened(serve(file(Buffer.from('whole'))))
    const proxy = await opened(serveProxy())
    const {port} = new URL(server.address)
    await fetchIt(`http://manifests.example:${port}/file`, {env: {HTTP_PROXY: proxy.address}})
    expect(proxy.requests).to.deep.equal([`CONNECT manifests.example:${port}`])
  })

  it('continues after a stall', async () => {
    const content = Buffer.from('the whole file')
    const {address} = await opened(serve(stalled(content, 4), file(content)))
    expect(readFileSync(await fetchIt(address, {idleMs: 50}), 'utf8')).to.equal('the whole file')
  })

  it('refuses a file that is too large', async () => {
    const {address} = await opened(serve(file(Buffer.from('whole'))))
    expect((await failureOf(() => fetchIt(address, {maxBytes: 3}))).message).to.contain('larger than')
  })

  it('is aborted by a signal, with its reason', async () => {
    const controller = new AbortController()
    const {address} = await opened(
      serve((_, response) => {
        response.write('half')
        controller.abort(new Error('Ctrl-C'))
      }),
    )
    const failure = await fetchIt(address, {signal: controller.signal}).catch((error: Error) => error.message)
    expect(failure).to.equal('Ctrl-C')
  })
})
