import {join} from 'node:path'

import {failureOf} from '@rde/config/testing/failure-of'
import {smallStack} from '@rde/stack/testing/stack-folder'
import {inspectedImage, inspectsImage} from '@rde/toolchain/testing/inspected-image'
import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {imageId, StoredImages} from '../testing/stored-images.js'
import {stackImages} from './stack-images.js'

const manifest = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "web:1"}]}\n'

describe('the phase stack-images', () => {
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

  const run = async (files: Readonly<Record<string, string>> = {}) =>
    stackImages(await harness.choose(smallStack, {'one.yaml': manifest, ...files})).run(harness.context)
  const local = (...names: string[]) =>
    harness.on(/^docker images /, names.map((name) => `${name} ${imageId}`).join('\n'))

  it('lists in a dry run what it would load and push', async () => {
    local('web:1')
    const two = manifest.replace('{name: c,', '{name: d, image: "absent:1"}, {name: c,')
    const stack = await harness.choose(smallStack, {'one.yaml': two, 'all.tar': ''})
    const name = `localhost:${harness.config.cluster.registryPort}/library/web:1`
    expect(await stackImages(stack).preview?.(harness.context)).to.deep.equal([
      `docker load --input ${join(harness.folder.path, 'all.tar')}`,
      `docker tag web:1 ${name} && docker push ${name}`,
    ])
  })

  it('pushes nothing if none of them is on this machine', async () => {
    local()
    expect(await run()).to.deep.equal({changed: false, detail: '0 unchanged'})
  })

  it('pushes nothing that the registry has', async () => {
    registry.hold('library/web', '1')
    local('web:1')
    expect(await run()).to.deep.equal({changed: false, detail: '1 unchanged'})
  })

  it('pushes what is missing in the registry', async () => {
    local('web:1')
    harness
      .on(inspectsImage, inspectedImage({id: imageId}))
      .on(/^docker tag web:1 /)
      .on(/^docker push /, `1: digest: ${imageId} size: 1`)
      .on(/^docker image rm /)
    expect(await run()).to.deep.equal({changed: true, detail: '1 of 1 sent'})
  })

  it("loads the archives of the stack's folder if an image is missing", async () => {
    local()
    harness.on(/^docker load --input \S+\/all\.tar$/)
    local('web:1')
    registry.hold('library/web', '1')
    expect((await run({'all.tar': ''})).detail).to.equal('1 unchanged')
  })

  describe('with a stack folder that also has the images of nodes', () => {
    const folder = {'images/index.json': '{"schemaVersion": 2, "manifests": []}'}
    const withNodes = `${smallStack}nodeImages: ['rancher/pause:3']\n`
    const runAll = async () =>
      stackImages(await harness.choose(withNodes, {'one.yaml': manifest, ...folder})).run(harness.context)
    const inDocker = () => local('web:1', 'probe:1', 'rancher/pause:3')

    it('pushes those to a registry that nodes query for every image', async () => {
      // One for the load from the folder, one for the push.
      inDocker()
      inDocker()
      for (const name of ['library/web 1', 'library/probe 1', 'rancher/pause 3'])
        registry.hold(...(name.split(' ') as [string, string]))
      expect((await runAll()).detail).to.equal('3 unchanged')
    })

    it('does not push them to the registry of an attached cluster', async () => {
      const attached = {context: 'team', push: 'localhost:5000', pull: 'registry.example'}
      harness.config = {...harness.config, cluster: {...harness.config.cluster, attached}}
      inDocker()
      inDocker()
      inDocker()
      const copy = {Descriptor: {digest: imageId}, OCIManifest: {config: {digest: imageId}, layers: []}}
      for (const name of ['web', 'probe'])
        harness.on(new RegExp(`^docker manifest inspect .*localhost:5000/library/${name}:1$`), JSON.stringify(copy))
      expect((await runAll()).detail).to.equal('2 unchanged')
    })
  })

  it('names the image that could not be pushed, with the message of Docker', async () => {
    local('web:1')
    harness
      .on(inspectsImage, inspectedImage({id: imageId}))
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: 'no space left on device'})
    harness.on(/^docker image rm /)
    const {code, message} = await failureOf(run)
    expect(code).to.equal('RDE_IMAGE_NOT_SENT')
    expect(message).to.match(/^web:1 could not be pushed .*\n.*no space left on device$/)
  })
})
