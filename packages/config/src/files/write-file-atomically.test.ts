import {chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, lstatSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {dirname, join} from 'node:path'

import {expect} from 'chai'

import {failureOf} from '../testing/failure-of.js'
import {temporaryData, type TemporaryData} from '../testing/temporary-data.js'
import {writeFileAtomically} from './write-file-atomically.js'

describe('writeFileAtomically', () => {
  let here: TemporaryData
  let folder: string
  let path: string

  beforeEach(() => {
    here = temporaryData()
    folder = here.data.cluster
    path = here.data.config
  })
  afterEach(() => here.remove())

  it('writes the content, readable by the owner only, and leaves no other file', async () => {
    await writeFileAtomically(path, 'one')
    await writeFileAtomically(path, 'two')
    expect(readFileSync(path, 'utf8')).to.equal('two')
    expect(statSync(path).mode & 0o777).to.equal(0o600)
    expect(readdirSync(folder)).to.deep.equal(['config.json'])
  })

  it('does not replace a device or a pipe', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    await writeFileAtomically(path, 'x').catch(() => {})
    const isSocket = lstatSync(path).isSocket()
    server.close()
    expect(isSocket).to.equal(true)
  })

  it('makes the parent folders, private to the owner', async () => {
    const deep = join(folder, 'a', 'b', 'file')
    await writeFileAtomically(deep, 'x')
    expect([dirname(deep), dirname(dirname(deep))].map((made) => statSync(made).mode & 0o777)).to.deep.equal([
      0o700, 0o700,
    ])
  })

  it('removes the leftovers of killed writers of the same file, and nothing else', async () => {
    const kept = [`.config.json.${process.pid}-00000000.tmp`, '.other.99999999-00000000.tmp', '.config.json.swp']
    for (const name of [...kept, '.config.json.99999999-0a1b2c3d.tmp']) writeFileSync(join(folder, name), '')
    await writeFileAtomically(path, 'x')
    expect(readdirSync(folder).sort()).to.deep.equal([...kept, 'config.json'].sort())
  })

  it('replaces the target of a link, not the link', async () => {
    const target = join(folder, 'target')
    writeFileSync(target, 'old')
    symlinkSync(target, path)
    await writeFileAtomically(path, 'new')
    expect([readFileSync(target, 'utf8'), lstatSync(path).isSymbolicLink()]).to.deep.equal(['new', true])
  })

  it('reports why it cannot write into a read-only folder', async () => {
    chmodSync(folder, 0o500)
    const {code, message} = await asOrdinaryUser(here, () => failureOf(() => writeFileAtomically(path, 'x')))
    expect(code).to.equal('RDE_FILE_UNWRITABLE')
    expect(message).to.match(new RegExp(`^rde cannot write ${path}: permission denied`))
  })

  it('leaves no temporary file if the rename fails', async () => {
    mkdirSync(path)
    await failureOf(() => writeFileAtomically(path, 'x'))
    expect(readdirSync(folder)).to.deep.equal(['config.json'])
  })
})

/** root ignores permissions, and in containers the tests run as root. */
async function asOrdinaryUser<T>({environment}: TemporaryData, use: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return use()
  chmodSync(environment['HOME'] ?? '', 0o755)
  process.seteuid?.(65_534)
  try {
    return await use()
  } finally {
    process.seteuid?.(0)
  }
}
