import {createHash, randomBytes} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'
import {create} from 'tar'

import {httpClient, type HttpClient} from '../download/http-client.js'
import {file, serve, type FileServer} from '../testing/file-server.js'
import {fetchTool, type FetchRequest} from './fetch-tool.js'
import {fetchedTool} from './fetched-tool.js'

const sum = (content: Buffer) => createHash('sha256').update(content).digest('hex')

describe('fetchTool', () => {
  const program = Buffer.concat([Buffer.from('#!/bin/sh\necho hello\n'), randomBytes(100_000)])
  let root: string
  let tools: string
  let http: HttpClient
  let server: FileServer
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rde-fetch-'))
    tools = join(root, 'tools')
    http = httpClient({env: {}})
  })
  afterEach(async () => {
    await http.close()
    await server.close()
    rmSync(root, {recursive: true})
  })

  const fetching = (request: Partial<FetchRequest> = {}, mirror?: string, folder?: string) => {
    const download = {url: `${server.address}/kubectl`, sha256: sum(program)}
    const context = {tools, downloads: join(root, 'downloads'), http, mirror, folder, pauseMs: 1}
    return fetchTool({name: 'kubectl', download, ...request}, context)
  }
  const onPath = () => {
    const path = join(root, 'kubectl')
    writeFileSync(path, 'old', {mode: 0o755})
    return path
  }

  it('installs an executable program, found as a fetched tool', async () => {
    server = await serve(file(program))
    const path = await fetching()
    expect(readFileSync(path).equals(program)).to.equal(true)
    expect(statSync(path).mode & 0o777).to.equal(0o755)
    expect(fetchedTool('kubectl', tools, undefined)).to.equal(path)
  })

  it('extracts only the program from an archive', async () => {
    const folder = join(root, 'archive/linux-amd64')
    mkdirSync(folder, {recursive: true})
    for (const name of ['helm', 'README.md']) writeFileSync(join(folder, name), program)
    await create({gzip: true, file: join(root, 'helm.tgz'), cwd: join(root, 'archive')}, ['linux-amd64'])
    const archive = readFileSync(join(root, 'helm.tgz'))
    server = await serve(file(archive))
    const download = {url: `${server.address}/helm.tar.gz`, sha256: sum(archive), member: 'linux-amd64/helm'}
    const path = await fetching({name: 'helm', download})
    expect(readFileSync(path).equals(program)).to.equal(true)
    expect(readdirSync(join(path, '..'))).to.deep.equal(['helm'])
  })

  describe('from a folder', () => {
    const path = 'dl.example/v1/kubectl'
    const fromFolder = () => {
      const download = {url: `https://${path}`, sha256: sum(program)}
      return fetching({download}, undefined, join(root, 'stack/tools'))
    }
    const put = (content: Buffer) => {
      mkdirSync(join(root, 'stack/tools/dl.example/v1'), {recursive: true})
      writeFileSync(join(root, 'stack/tools', path), content)
    }
    beforeEach(async () => (server = await serve(file(program))))
    afterEach(() => expect(server.requests).to.deep.equal([]))

    it('copies the program from the layout of a mirror', async () => {
      put(program)
      expect(readFileSync(await fromFolder()).equals(program)).to.equal(true)
      expect(readFileSync(join(root, 'stack/tools', path)).equals(program)).to.equal(true)
    })

    it('refuses a file with another sum', async () => {
      put(Buffer.from('another'))
      expect(await fromFolder().catch((error: unknown) => error)).to.have.property('code', 'RDE_CHECKSUM')
    })

    it('names what is missing, and asks no server', async () => {
      const error = (await fromFolder().catch((reason: unknown) => reason)) as Error & {remedies: {command: string}[]}
      expect(error.message).to.contain(`stack/tools/${path} is missing`)
      expect(error.remedies[0]?.command).to.match(/^rde stack pull -o '.*\/stack' --platform \w+\/\w+$/)
    })
  })

  it('leaves nothing in the downloads folder', async () => {
    server = await serve(file(program))
    await fetching()
    expect(readdirSync(join(root, 'downloads'))).to.deep.equal([])
  })

  it('downloads once for two concurrent calls', async () => {
    server = await serve(file(program))
    const paths = await Promise.all([fetching(), fetching()])
    expect(new Set(paths).size).to.equal(1)
    expect(server.requests).to.have.length(1)
  })

  it('downloads nothing when the tool was fetched before', async () => {
    server = await serve(file(program))
    await fetching()
    await fetching()
    expect(server.requests).to.have.length(1)
  })

  it('leaves no program when the sum is wrong', async () => {
    server = await serve(file(Buffer.from('other')))
    await fetching().catch(() => undefined)
    expect(fetchedTool('kubectl', tools, undefined)).to.equal(undefined)
  })

  it("asks a mirror with the host and path of the project's URL", async () => {
    server = await serve(file(program))
    const download = {url: 'https://dl.k8s.io/release/kubectl', sha256: sum(program)}
    await fetching({download}, `${server.address}/tools/`)
    expect(server.requests).to.deep.equal(['GET /tools/dl.k8s.io/release/kubectl'])
  })

  it('is not used if there is a program on PATH', async () => {
    server = await serve(file(program))
    await fetching()
    expect(fetchedTool('kubectl', tools, onPath())).to.equal(undefined)
  })

  it('is used instead of the program that was too old', async () => {
    server = await serve(file(program))
    const insteadOf = onPath()
    const path = await fetching({insteadOf})
    expect(fetchedTool('kubectl', tools, insteadOf)).to.equal(path)
  })

  it('is no longer used after that program was replaced', async () => {
    server = await serve(file(program))
    const insteadOf = onPath()
    await fetching({insteadOf})
    writeFileSync(insteadOf, 'a newer one')
    expect(fetchedTool('kubectl', tools, insteadOf)).to.equal(undefined)
  })
})
