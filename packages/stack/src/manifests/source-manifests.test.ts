import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {SourceManifests} from './source-manifests.js'

const text = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`
const sumOf = (content: string) => createHash('sha256').update(content).digest('hex')
const sha256 = sumOf(text('a'))

describe('SourceManifests', () => {
  let folder: string
  let path: string
  const read = async (sum = sha256) => {
    const objects = await new SourceManifests(join(folder, 'kept')).read({path, sha256: sum})
    return objects.map(({metadata}) => metadata.name)
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-manifests-'))
    path = join(folder, 'a.yaml')
    writeFileSync(path, text('a'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('reads a file with the same hash once', async () => {
    await read()
    rmSync(path)
    expect(await read()).to.deep.equal(['a'])
  })

  it('reads a file with another hash', async () => {
    await read()
    writeFileSync(path, text('b'))
    expect(await read(sumOf(text('b')))).to.deep.equal(['b'])
  })

  it('does not cache a file that changed after it was checked', async () => {
    writeFileSync(path, text('other'))
    await read()
    writeFileSync(path, text('a'))
    expect(await read()).to.deep.equal(['a'])
  })

  it('reads the file again if the cache is damaged', async () => {
    await read()
    writeFileSync(join(folder, 'kept', `${sha256}-1.json`), '[{"kind":')
    expect(await read()).to.deep.equal(['a'])
  })
})
