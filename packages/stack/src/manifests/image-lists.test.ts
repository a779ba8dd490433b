import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {expect} from 'chai'

import {ImageLists} from './image-lists.js'
import type {RenderedComponent} from './render-component.js'

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "vault:1"}]}\n'
const rendered = (sha256: string): RenderedComponent => ({
  id: 'vault',
  version: '1',
  crds: [],
  objects: [],
  charts: [{release: 'vault', namespace: 'n', path: '/vault.tgz', sha256, values: {}}],
  rewritten: {images: [], count: 0},
  warnings: [],
})

describe('ImageLists', () => {
  let folder: string
  let rendering: number
  const context = {helm: {template: async () => (rendering++, pod)}}

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rde-lists-'))
    rendering = 0
  })
  afterEach(() => rmSync(folder, {recursive: true}))

  it('renders a chart once', async () => {
    const first = await new ImageLists(folder).of(rendered('a'), context)
    const second = await new ImageLists(folder).of(rendered('a'), context)
    expect([rendering, first, second]).to.deep.equal([1, ['vault:1'], ['vault:1']])
  })

  it('renders another chart', async () => {
    await new ImageLists(folder).of(rendered('a'), context)
    await new ImageLists(folder).of(rendered('b'), context)
    expect(rendering).to.equal(2)
  })
})
