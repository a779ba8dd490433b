import {createHash, randomBytes} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {gzipSync} from 'node:zlib'

import {expect} from 'chai'
import {create, extract} from 'tar'

import {ImageReference} from '../image-reference.js'
import {ImageLayout} from './image-layout.js'
import {packArchive} from './pack-archive.js'
import {unpackArchive} from './unpack-archive.js'

const hexOf = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const reference = ImageReference.parse('team/api:1')

describe('A layout of images', () => {
  let folder: string
  let layout: ImageLayout
  const base = randomBytes(2_000)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-layout-'))
    layout = new ImageLayout(join(folder, 'images'))
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  /** An archive as Docker's classic image store writes it, or a newer one, which names files by their digests. */
  const archive = async (layers: readonly Buffer[], form: 'classic' | 'by-sum' = 'classic', config = '{}') => {
    const source = mkdtempSync(join(folder, 'source-'))
    const put = (path: string, content: string | Buffer) => {
      mkdirSync(dirname(join(source, path)), {recursive: true})
      writeFileSync(join(source, path), content)
      return path
    }
    const store = (content: string | Buffer, classic: string) =>
      put(form === 'classic' ? classic : `blobs/sha256/${hexOf(content)}`, content)
    const Layers = layers.map((content, index) => store(content, `${index}/layer.tar`))
    put('manifest.json', JSON.stringify([{Config: store(config, `${hexOf(config)}.json`), Layers, RepoTags: []}]))
    await create({file: `${source}.tar`, cwd: source}, readdirSync(source))
    return `${source}.tar`
  }
  const add = async (file: string, id = 'sha256:1', name = reference) => {
    const image = await unpackArchive(file, layout)
    await layout.add(name, image, id)
    return image
  }
  const blobs = () => readdirSync(join(layout.folder, 'blobs/sha256')).sort()

  it('contains an added image, and no other', async () => {
    const image = await add(await archive([base]))
    expect(await layout.find(reference)).to.deep.include(image)
    expect(await layout.find(ImageReference.parse('team/api:2'))).to.equal(undefined)
  })

  it('stores content of two images once', async () => {
    await add(await archive([base, Buffer.from('a')]))
    await add(await archive([base, Buffer.from('b')], 'by-sum'), 'sha256:2', ImageReference.parse('team/web:1'))
    // Three layers, one configuration, two manifests.
    expect(blobs()).to.have.length(6)
  })

  it('names every blob by its digest', async () => {
    await add(await archive([base], 'by-sum'))
    for (const name of blobs()) expect(hexOf(readFileSync(join(layout.folder, 'blobs/sha256', name)))).to.equal(name)
  })

  it('distinguishes compressed layers from plain ones', async () => {
    const {layers} = await add(await archive([base, gzipSync(base)]))
    expect(layers.map(({mediaType}) => mediaType.split('tar')[1])).to.deep.equal(['', '+gzip'])
  })

  it('handles a repeated layer, which Docker stores as a link', async () => {
    const source = mkdtempSync(join(folder, 'linked-'))
    for (const name of ['0', '1']) mkdirSync(join(source, name))
    writeFileSync(join(source, '0/layer.tar'), base)
    symlinkSync('../0/layer.tar', join(source, '1/layer.tar'))
    writeFileSync(join(source, 'c.json'), '{}')
    const listed = [{Config: 'c.json', Layers: ['0/layer.tar', '1/layer.tar'], RepoTags: []}]
    writeFileSync(join(source, 'manifest.json'), JSON.stringify(listed))
    await create({file: `${source}.tar`, cwd: source}, readdirSync(source))
    expect((await add(`${source}.tar`)).layers).to.have.length(2)
  })

  it('recognises an unchanged image by its id in Docker', async () => {
    await add(await archive([base]), 'sha256:1')
    expect(await layout.find(reference, 'sha256:1')).not.to.equal(undefined)
    expect(await layout.find(reference, 'sha256:2')).to.equal(undefined)
  })

  it('does not find an incomplete image', async () => {
    const {layers} = await add(await archive([base]))
    rmSync(join(layout.folder, ImageLayout.pathOf(layers[0]!)))
    expect(await layout.find(reference)).to.equal(undefined)
  })

  it('removes unused blobs', async () => {
    await add(await archive([Buffer.from('old')]))
    await add(await archive([base]))
    await layout.prune()
    expect(blobs()).to.have.length(3)
  })

  it('creates an archive that Docker can load', async () => {
    const image = await add(await archive([base]))
    const scratch = mkdtempSync(join(folder, 'scratch-'))
    const file = await packArchive(reference, {image, layout, scratch})
    const out = mkdtempSync(join(folder, 'out-'))
    await extract({file, cwd: out})
    const [listed] = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as [
      {RepoTags: string[]; Layers: [string]},
    ]
    expect(listed.RepoTags).to.deep.equal(['team/api:1'])
    expect(readFileSync(join(out, listed.Layers[0])).equals(base)).to.equal(true)
  })

  it('refuses a changed blob, and names the file and the command that repairs it', async () => {
    const image = await add(await archive([base]))
    const file = join(layout.folder, ImageLayout.pathOf(image.layers[0]!))
    writeFileSync(file, randomBytes(2_000))
    const scratch = mkdtempSync(join(folder, 'scratch-'))
    const error = await packArchive(reference, {image, layout, scratch}).catch((reason: unknown) => reason)
    expect(error).to.have.property('code', 'RDE_CHECKSUM')
    expect(error).to.have.nested.property('remedies[0].command', `rm '${file}' && rde stack pull -o '${folder}'`)
  })

  it('says which file of a layout cannot be read', async () => {
    await add(await archive([base]))
    writeFileSync(join(layout.folder, 'index.json'), '{')
    const error = await layout.find(reference).catch((reason: unknown) => reason)
    expect((error as Error).message).to.match(/\/images\/index\.json is damaged: /)
  })
})
