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
    harness.told(/^docker images /, names.map((name) => `${name} ${imageId}`).join('\n'))

  it('shows in a dry run what it would load and send', async () => {
    local('web:1')
    const two = manifest.replace('{name: c,', '{name: d, image: "absent:1"}, {name: c,')
    const stack = await harness.choose(smallStack, {'one.yaml': two, 'all.tar': ''})
    const name = `localhost:${harness.config.cluster.registryPort}/library/web:1`
    expect(await stackImages(stack).preview?.(harness.context)).to.deep.equal([
      `docker load --input ${join(harness.folder.path, 'all.tar')}`,
      `docker tag web:1 ${name} && docker push ${name}`,
    ])
  })

  it('sends nothing where none of them is on this machine', async () => {
    local()
    expect(await run()).to.deep.equal({changed: false, detail: '0 unchanged'})
  })

  it('sends nothing that the registry has', async () => {
    registry.hold('library/web', '1')
    local('web:1')
    expect(await run()).to.deep.equal({changed: false, detail: '1 unchanged'})
  })

  it('sends what the registry lacks', async () => {
    local('web:1')
    harness
      .told(inspectsImage, inspectedImage({id: imageId}))
      .told(/^docker tag web:1 /)
      .told(/^docker push /, `1: digest: ${imageId} size: 1`)
      .told(/^docker image rm /)
    expect(await run()).to.deep.equal({changed: true, detail: '1 of 1 sent'})
  })

  it("loads the archives of the stack's folder where an image is missing", async () => {
    local()
    harness.told(/^docker load --input \S+\/all\.tar$/)
    local('web:1')
    registry.hold('library/web', '1')
    expect((await run({'all.tar': ''})).detail).to.equal('1 unchanged')
  })

  describe('with the folder of a stack that has the images of nodes as well', () => {
    const folder = {'images/index.json': '{"schemaVersion": 2, "manifests": []}'}
    const withNodes = `${smallStack}nodeImages: ['rancher/pause:3']\n`
    const runAll = async () =>
      stackImages(await harness.choose(withNodes, {'one.yaml': manifest, ...folder})).run(harness.context)
    const inDocker = () => local('web:1', 'probe:1', 'rancher/pause:3')

    it('brings those to the registry that nodes ask by their names', async () => {
      // What is loaded from the folder, and then what is to be sent.
      inDocker()
      inDocker()
      for (const name of ['library/web 1', 'library/probe 1', 'rancher/pause 3'])
        registry.hold(...(name.split(' ') as [string, string]))
      expect((await runAll()).detail).to.equal('3 unchanged')
    })

    it('keeps them out of the registry of a cluster whose nodes bring their own', async () => {
      const attached = {context: 'team', push: 'localhost:5000', pull: 'registry.example'}
      harness.config = {...harness.config, cluster: {...harness.config.cluster, attached}}
      inDocker()
      inDocker()
      inDocker()
      const copy = {Descriptor: {digest: imageId}, OCIManifest: {config: {digest: imageId}, layers: []}}
      for (const name of ['web', 'probe'])
        harness.told(new RegExp(`^docker manifest inspect .*localhost:5000/library/${name}:1$`), JSON.stringify(copy))
      expect((await runAll()).detail).to.equal('2 unchanged')
    })
  })

  it('names the image that could not be sent, with the words of Docker', async () => {
    local('web:1')
    harness
      .told(inspectsImage, inspectedImage({id: imageId}))
      .told(/^docker tag /)
      .told(/^docker push /, {exitCode: 1, stderr: 'no space left on device'})
    harness.told(/^docker image rm /)
    const {code, message} = await failureOf(run)
    expect(code).to.equal('RDE_IMAGE_NOT_SENT')
    expect(message).to.match(/^web:1 could not be pushed .*\n.*no space left on device$/)
  })
})
