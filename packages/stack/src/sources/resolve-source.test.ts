import {createHash} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {failureOf} from '@rde/config/testing/failure-of'
import {expect} from 'chai'

import {source as sourceSchema} from '../document/source-schema.js'
import {FileServer} from '../testing/file-server.js'
import {StackFolder} from '../testing/stack-folder.js'
import {resolveSource, type SourceContext} from './resolve-source.js'
import {SourceCache} from './source-cache.js'

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')

describe('resolveSource', () => {
  let here: StackFolder
  let server: FileServer
  let url: string
  const pulled: object[] = []
  const context = (): SourceContext => ({
    location: {file: 'stack.yaml', folder: here.path, complete: false},
    cache: new SourceCache(join(here.path, 'cache')),
    helm: {
      async pull(request) {
        pulled.push(request)
        writeFileSync(join(request.folder, `${request.version}.tgz`), 'chart')
      },
    },
  })
  const manifest = (sha256: string | null) => sourceSchema.parse({type: 'manifest', file: 'a.yaml', url, sha256})

  beforeEach(async () => {
    here = new StackFolder()
    pulled.length = 0
    server = FileServer.of('kind: A\n')
    url = `${await server.start()}/a.yaml`
  })
  afterEach(async () => {
    await server.stop()
    here.remove()
  })

  it('downloads a source once and caches it by its sum', async () => {
    const source = manifest(sumOf('kind: A\n'))
    const {path} = await resolveSource(source, context())
    await resolveSource(source, context())
    expect([readFileSync(path, 'utf8'), server.asked.length]).to.deep.equal(['kind: A\n', 1])
  })

  it('uses the cache when the server is down', async () => {
    await resolveSource(manifest(null), context())
    await server.stop()
    expect((await resolveSource(manifest(null), context())).sha256).to.equal(sumOf('kind: A\n'))
    await server.start()
  })

  it('ignores a cached file that was modified', async () => {
    const source = manifest(sumOf('kind: A\n'))
    const {path} = await resolveSource(source, context())
    writeFileSync(path, 'kind: Evil\n')
    await resolveSource(source, context())
    expect(readFileSync(path, 'utf8')).to.equal('kind: A\n')
  })

  it('refuses a wrong sum, and names the address and both sums', async () => {
    const {code, message} = await failureOf(() => resolveSource(manifest('0'.repeat(64)), context()))
    expect(code).to.equal('RDE_CHECKSUM')
    for (const part of [url, '0'.repeat(64), sumOf('kind: A\n')]) expect(message).to.contain(part)
  })

  it('notes the sum at first use, once', async () => {
    const first = await resolveSource(manifest(null), context())
    const second = await resolveSource(manifest(null), context())
    expect(first.note).to.contain(sumOf('kind: A\n'))
    expect(second.note).to.equal(undefined)
  })

  it('refuses content that differs from the first use', async () => {
    const {path} = await resolveSource(manifest(null), context())
    writeFileSync(path, 'lost')
    await server.stop()
    const port = Number(new URL(url).port)
    const other = FileServer.of('kind: Other\n')
    await other.start(port)
    const {code} = await failureOf(() => resolveSource(manifest(null), context()))
    await other.stop()
    await server.start()
    expect(code).to.equal('RDE_CHECKSUM')
  })

  it('does not show the password in an address', async () => {
    const secret = sourceSchema.parse({type: 'manifest', file: 'a.yaml', url: url.replace('//', '//me:hidden@')})
    const {note} = await resolveSource(secret, context())
    expect(note).to.contain('/a.yaml').and.not.to.contain('hidden')
  })

  it('never downloads if a folder has all sources', async () => {
    const location = {file: 'stack.yaml', folder: here.path, complete: true}
    const failure = await failureOf(() => resolveSource(manifest(null), {...context(), location}))
    expect([failure.code, server.asked]).to.deep.equal(['RDE_STACK_SOURCE_MISSING', []])
    const file = here.write('a.yaml', 'kind: B\n')
    expect(await resolveSource(manifest(null), {...context(), location})).to.include({
      path: file,
      sha256: sumOf('kind: B\n'),
    })
  })

  it('checks the sum of a local file', async () => {
    here.write('a.yaml', 'kind: B\n')
    const source = sourceSchema.parse({type: 'manifest', file: 'a.yaml', path: 'a.yaml', sha256: '0'.repeat(64)})
    expect((await failureOf(() => resolveSource(source, context()))).code).to.equal('RDE_CHECKSUM')
  })

  it('computes the sum of a chart folder over all its files', async () => {
    const source = sourceSchema.parse({type: 'chart', release: 'a', namespace: 'a', path: 'chart'})
    here.write('chart/templates/a.yaml', 'a')
    const before = await resolveSource(source, context())
    here.write('chart/templates/a.yaml', 'b')
    expect((await resolveSource(source, context())).sha256).not.to.equal(before.sha256)
  })

  it('pulls a chart from a registry with helm, once', async () => {
    const repository = 'oci://example.com/charts'
    const chart = {type: 'chart', release: 'a', namespace: 'a', repository, name: 'vault', version: '1.0.0'}
    const source = sourceSchema.parse(chart)
    const {sha256} = await resolveSource(source, context())
    await resolveSource(source, context())
    expect([sha256, pulled.length]).to.deep.equal([sumOf('chart'), 1])
    expect(pulled[0]).to.include({chart: 'oci://example.com/charts/vault', version: '1.0.0'})
  })
})
