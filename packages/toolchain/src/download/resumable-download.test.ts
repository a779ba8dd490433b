import {createHash, randomBytes} from 'node:crypto'
import {setMaxListeners} from 'node:events'
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {
  file,
  page,
  redirect,
  serve,
  serveProxy,
  serveUntrusted,
  stalled,
  status,
  truncated,
  wholeFile,
  type FileServer,
} from '../testing/file-server.js'
import {httpClient, type HttpClient, type HttpOptions} from './http-client.js'
import {downloadFile, type DownloadContext} from './resumable-download.js'

describe('downloadFile', () => {
  const content = randomBytes(300_000)
  const sha256 = createHash('sha256').update(content).digest('hex')
  let folder: string
  let closing: (() => Promise<void>)[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-download-'))
    closing = []
  })
  afterEach(async () => {
    for (const close of closing.reverse()) await close()
    rmSync(folder, {recursive: true})
  })

  const opened = async <Kind extends FileServer | HttpClient>(one: Kind | Promise<Kind>) => {
    const it = await one
    closing.push(() => it.close())
    return it
  }
  const download = async (url: string, options: HttpOptions = {}, more: Partial<DownloadContext> = {}) => {
    const http = await opened(httpClient({env: {}, ...options}))
    return downloadFile({url, sha256}, {folder, http, pauseMs: 1, ...more})
  }
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail('it did not fail'),
      (error: Error & {code: string; remedies: {command: string}[]}) => error,
    )

  it('downloads a file', async () => {
    const server = await opened(serve(file(content)))
    expect(readFileSync(await download(`${server.address}/k3d`)).equals(content)).to.equal(true)
  })

  for (const value of ['http://[', 'http://', 'http://:0', '  ', 'http://u:s3cr%ZZ@127.0.0.1:1'])
    it(`names the variable of an invalid proxy, and hides its value: ${value}`, async () => {
      for (const name of ['HTTPS_PROXY', 'http_proxy', 'ALL_PROXY']) {
        const error = await failure(download('https://x.example/f', {env: {[name]: value}}))
        expect([error.code, error.remedies[0]?.command]).to.deep.equal(['RDE_PROXY', `unset ${name}`])
        expect(error.message).to.contain(`${name} is `).and.to.not.contain('s3cr')
      }
    })

  it('reports progress', async () => {
    const server = await opened(serve(file(content)))
    const reported: unknown[] = []
    await download(server.address, {}, {onProgress: (bytes) => reported.push(bytes)})
    expect(reported.at(-1)).to.deep.equal({received: 300_000, total: 300_000})
  })

  it('resumes after a lost connection', async () => {
    const server = await opened(serve(truncated(content, 100_000), file(content)))
    expect(readFileSync(await download(`${server.address}/k3d`)).equals(content)).to.equal(true)
    expect(server.requests).to.deep.equal(['GET /k3d', 'GET /k3d bytes=100000-'])
  })

  it('resumes the download of an rde process that was killed', async () => {
    writeFileSync(join(folder, `${sha256}.part`), content.subarray(0, 200_000))
    const server = await opened(serve(file(content)))
    await download(`${server.address}/k3d`)
    expect(server.requests).to.deep.equal(['GET /k3d bytes=200000-'])
  })

  it('restarts if the server does not support ranges', async () => {
    const server = await opened(serve(truncated(content, 100_000), wholeFile(content)))
    expect(readFileSync(await download(server.address)).equals(content)).to.equal(true)
  })

  it('resumes after a stall', async () => {
    const server = await opened(serve(stalled(content, 100_000), file(content)))
    expect(readFileSync(await download(server.address, {idleMs: 50})).equals(content)).to.equal(true)
  })

  it('follows a redirection', async () => {
    const there = await opened(serve(file(content)))
    const server = await opened(serve(redirect(`${there.address}/elsewhere`)))
    await download(server.address)
    expect(there.requests).to.deep.equal(['GET /elsewhere'])
  })

  it('retries when the server is busy', async () => {
    const server = await opened(serve(status(503), file(content)))
    expect(existsSync(await download(server.address))).to.equal(true)
  })

  it('gives up after several attempts without data', async () => {
    const server = await opened(serve(status(503)))
    expect((await failure(download(server.address))).message).to.match(/cannot be downloaded: the server answered 503/)
    expect(server.requests).to.have.length(4)
  })

  it('does not retry a missing file', async () => {
    const server = await opened(serve(status(404)))
    expect(await failure(download(server.address))).to.include({code: 'RDE_DOWNLOAD_FAILED'})
    expect(server.requests).to.have.length(1)
  })

  it('refuses and removes a file with a wrong checksum', async () => {
    const server = await opened(serve(file(Buffer.from('another'))))
    expect(await failure(download(server.address))).to.include({code: 'RDE_CHECKSUM'})
    expect(existsSync(join(folder, `${sha256}.part`))).to.equal(false)
  })

  it('reports a web page instead of the file', async () => {
    const server = await opened(serve(page))
    expect((await failure(download(server.address))).message).to.contain(
      'the server sent a web page instead of the file',
    )
  })

  it("suggests the variable for a company's CA certificate", async () => {
    const server = await opened(serveUntrusted(wholeFile(content)))
    const error = await failure(download(server.address))
    expect(error.code).to.equal('RDE_DOWNLOAD_CERTIFICATE')
    expect(error.remedies[0]?.command).to.equal('export NODE_EXTRA_CA_CERTS=/path/to/company-ca.pem')
  })

  it('uses the proxy of the environment', async () => {
    const server = await opened(serve(file(content)))
    const proxy = await opened(serveProxy())
    const {port} = new URL(server.address)
    await download(`http://tools.example:${port}/k3d`, {env: {HTTP_PROXY: proxy.address}})
    expect(proxy.requests).to.deep.equal([`CONNECT tools.example:${port}`])
  })

  it('accepts a proxy without a scheme, as curl does', async () => {
    const server = await opened(serve(file(content)))
    const proxy = await opened(serveProxy())
    const env = {http_proxy: proxy.address.replace('http://', '')}
    await download(`http://tools.example:${new URL(server.address).port}/k3d`, {env})
    expect(proxy.requests).to.have.length(1)
  })

  it('bypasses it for a host in NO_PROXY', async () => {
    const server = await opened(serve(file(content)))
    const proxy = await opened(serveProxy())
    await download(server.address, {env: {HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1'}})
    expect(proxy.requests).to.deep.equal([])
  })

  it('hides the password in the URL', async () => {
    const server = await opened(serve(status(404)))
    const {message} = await failure(download(server.address.replace('//', '//me:hush@')))
    expect(message).not.to.contain('hush')
  })

  it('accepts a signal without a listener limit', async () => {
    const {signal} = new AbortController()
    setMaxListeners(0, signal)
    const server = await opened(serve(file(content)))
    expect(existsSync(await download(server.address, {}, {signal}))).to.equal(true)
  })

  it('rejects with the reason of an abort, and keeps the partial file', async () => {
    const controller = new AbortController()
    const server = await opened(serve(stalled(content, 100_000)))
    const onProgress = () => controller.abort(new Error('Ctrl-C'))
    const error = await failure(download(server.address, {}, {signal: controller.signal, onProgress}))
    expect(error.message).to.equal('Ctrl-C')
  })
})
