import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {inspectedImage} from '@rde/toolchain/testing/inspected-image'
import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {ImageHarness} from '../testing/image-harness.js'
import {ImageLayout} from './image-layout.js'
import {loadFromLayout} from './load-from-layout.js'
import {saveToLayout, taggedName} from './save-to-layout.js'

const id = `sha256:${'1'.repeat(64)}`
const reference = ImageReference.parse('x:local')

describe('saveToLayout', () => {
  let folder: string
  let layout: ImageLayout
  let harness: ImageHarness
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rde-save-'))
    layout = new ImageLayout(folder)
    harness = new ImageHarness()
  })
  afterEach(() => {
    rmSync(folder, {recursive: true})
    harness.runner.assertFinished()
  })
  const holds = async (dockerId: string) => {
    const blob = {mediaType: 'x', digest: `sha256:${'0'.repeat(64)}`, size: 1}
    await layout.add(reference, {config: blob, layers: []}, dockerId)
    writeFileSync(join(folder, ImageLayout.pathOf(blob)), 'x')
  }

  it('does not save an image that is already in the folder', async () => {
    await holds(id)
    harness.runner.on(/^docker image inspect /, inspectedImage({id}))
    expect(await saveToLayout({reference}, layout, harness.context)).to.equal(false)
  })

  it('saves an image whose content in Docker has changed', async () => {
    await holds('sha256:2')
    harness.runner.on(/^docker image inspect /, inspectedImage({id})).on(/^docker save --output \S+ x:local$/, {
      exitCode: 1,
      stderr: 'the test ends here',
    })
    const failure = await saveToLayout({reference}, layout, harness.context).catch((error: Error) => error)
    expect((failure as Error).message).to.contain('the test ends here')
  })

  it('pulls a service from its published name if Docker does not have it', async () => {
    await holds(id)
    harness.runner
      .on(/^docker image inspect /, {exitCode: 1, stderr: 'no such image'})
      .on(/^docker pull --quiet reg\.io\/x:latest$/)
      .on(/^docker tag reg\.io\/x:latest x:local$/)
      .on(/^docker image inspect /, inspectedImage({id}))
    const pullFrom = ImageReference.parse('reg.io/x:latest')
    expect(await saveToLayout({reference, pullFrom}, layout, harness.context)).to.equal(false)
  })

  it('gives an image named by its digest a tag', () => {
    const name = ImageReference.parse(`reg.io/x@sha256:${'ab'.repeat(32)}`)
    expect(taggedName(name).familiar).to.equal('reg.io/x:sha256-abababababab')
  })

  it('does not load an image that Docker has', async () => {
    await holds(id)
    harness.runner.on(/^docker images /, `x:local ${id}`)
    expect(await loadFromLayout([reference], layout, harness.context)).to.equal(0)
  })
})
