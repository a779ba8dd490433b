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
    harness.on(/^docker images /, names.map((name) => `${name} ${imageId}`).join('\n'))
  const pushed = () =>
    harness
      .on(inspectsImage, inspectedImage({id: imageId}))
      .on(/^docker tag relay-operator:local localhost/)
      .on(/^docker push /, `x: digest: ${digest} size: 1`)
  const recorded = () =>
    harness.config.images.map(({importedAt, ...image}) => (expect(importedAt).to.be.a('string'), image))

  it('lists in a dry run what it would pull and push', async () => {
    local()
    const lines = await serviceImages(await harness.choose(relayCoreStack)).preview?.(harness.context)
    const name = `localhost:${harness.config.cluster.registryPort}/library/${reference}`
    expect(lines).to.deep.equal([
      `docker pull ${pullFrom} && docker tag ${pullFrom} ${reference}`,
      `docker tag ${reference} ${name} && docker push ${name}`,
    ])
  })

  it('does not write config.json if nothing changed', async () => {
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

  it('pushes the local image and saves its digest', async () => {
    local(reference)
    pushed().on(/^docker image rm /)
    expect(await run()).to.deep.equal({changed: true, detail: '1 of 1 sent'})
    expect(recorded()).to.deep.equal([{reference, from: 'docker', pulledFrom: null, imageId, digest}])
  })

  it('pulls a missing image, and tags it as local', async () => {
    local()
    harness.on(/^docker pull --quiet example\.com\/relay-operator:latest$/)
    harness.on(/^docker tag example\.com\/relay-operator:latest relay-operator:local$/)
    local(reference)
    pushed().on(/^docker image rm /)
    await run()
    expect(recorded()).to.deep.equal([{reference, from: 'registry', pulledFrom: pullFrom, imageId, digest}])
  })

  it('does not pull an imported image that was removed from this machine', async () => {
    const importedAt = '2026-01-01T00:00:00.000Z'
    harness.config = {
      ...harness.config,
      images: [{reference, from: 'docker', pulledFrom: null, imageId, digest, importedAt}],
    }
    local()
    expect((await run()).changed).to.equal(false)
  })

  it('fails with the message of Docker if the pull is refused', async () => {
    local()
    harness.on(/^docker pull /, {exitCode: 1, stderr: 'manifest for example.com/relay-operator:latest not found'})
    const message = await run().catch((error: Error) => error.message)
    expect(message).to.contain('relay-operator:latest not found')
  })

  it('saves no digest of an image that could not be pushed', async () => {
    local(reference)
    harness
      .on(inspectsImage, inspectedImage({id: imageId}))
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: 'connection refused'})
    harness.on(/^docker image rm /)
    expect((await failureOf(run)).code).to.equal('RDE_IMAGE_NOT_SENT')
    expect(harness.config.images).to.deep.equal([])
  })
})
