import {failureOf} from '@rde/config/testing/failure-of'
import {inspectedImage, inspectsImage} from '@rde/toolchain/testing/inspected-image'
import {expect} from 'chai'

import {StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {imageId, StoredImages} from '../testing/stored-images.js'
import {serviceImages} from './service-images.js'

const reference = 'relay-operator:local'
const pullFrom = 'example.com/relay-operator:latest'
const digest = imageId

describe('the phase service-images', () => {
  let harness: StackHarness
  let registry: StoredImages

  beforeEach(async () => {
    harness = new StackHarness()
    registry = new StoredImages()
    const registryPort = await registry.start()
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort}}
  })
  afterEach(async () => {
    await registry.stop()
    harness.close()
  })

  const run = async () => serviceImages(await harness.choose(relayCoreStack)).run(harness.context)
  const local = (...names: string[]) =>
    harness.told(/^docker images /, names.map((name) => `${name} ${imageId}`).join('\n'))
  const pushed = () =>
    harness
      .told(inspectsImage, inspectedImage({id: imageId}))
      .told(/^docker tag relay-operator:local localhost/)
      .told(/^docker push /, `x: digest: ${digest} size: 1`)
  const recorded = () =>
    harness.config.images.map(({importedAt, ...image}) => (expect(importedAt).to.be.a('string'), image))

  it('shows in a dry run what it would pull and send', async () => {
    local()
    const lines = await serviceImages(await harness.choose(relayCoreStack)).preview?.(harness.context)
    const name = `localhost:${harness.config.cluster.registryPort}/library/${reference}`
    expect(lines).to.deep.equal([
      `docker pull ${pullFrom} && docker tag ${pullFrom} ${reference}`,
      `docker tag ${reference} ${name} && docker push ${name}`,
    ])
  })

  it('leaves config.json alone where nothing changed', async () => {
    const importedAt = '2026-01-01T00:00:00.000Z'
    harness.config = {
      ...harness.config,
      images: [{reference, from: 'docker', pulledFrom: null, imageId, digest, importedAt}],
    }
    const before = harness.config
    registry.hold('library/relay-operator', 'local')
    local(reference)
    expect(await run()).to.deep.equal({changed: false, detail: '1 unchanged'})
    expect(harness.config).to.equal(before)
  })

  it('sends the local image and keeps its digest', async () => {
    local(reference)
    pushed().told(/^docker image rm /)
    expect(await run()).to.deep.equal({changed: true, detail: '1 of 1 sent'})
    expect(recorded()).to.deep.equal([{reference, from: 'docker', pulledFrom: null, imageId, digest}])
  })

  it('pulls what is not here, and calls it local', async () => {
    local()
    harness.told(/^docker pull --quiet example\.com\/relay-operator:latest$/)
    harness.told(/^docker tag example\.com\/relay-operator:latest relay-operator:local$/)
    local(reference)
    pushed().told(/^docker image rm /)
    await run()
    expect(recorded()).to.deep.equal([{reference, from: 'registry', pulledFrom: pullFrom, imageId, digest}])
  })

  it('pulls nothing that was imported once and is gone from this machine', async () => {
    const importedAt = '2026-01-01T00:00:00.000Z'
    harness.config = {
      ...harness.config,
      images: [{reference, from: 'docker', pulledFrom: null, imageId, digest, importedAt}],
    }
    local()
    expect((await run()).changed).to.equal(false)
  })

  it('fails with the words of Docker where the pull is refused', async () => {
    local()
    harness.told(/^docker pull /, {exitCode: 1, stderr: 'manifest for example.com/relay-operator:latest not found'})
    const message = await run().catch((error: Error) => error.message)
    expect(message).to.contain('relay-operator:latest not found')
  })

  it('keeps no digest of an image that could not be sent', async () => {
    local(reference)
    harness
      .told(inspectsImage, inspectedImage({id: imageId}))
      .told(/^docker tag /)
      .told(/^docker push /, {exitCode: 1, stderr: 'connection refused'})
    harness.told(/^docker image rm /)
    expect((await failureOf(run)).code).to.equal('RDE_IMAGE_NOT_SENT')
    expect(harness.config.images).to.deep.equal([])
  })
})
