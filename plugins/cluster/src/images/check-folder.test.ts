import {ImageLayout, ImageReference} from '@rde/images'
import {smallStack} from '@rde/stack/testing/stack-folder'
import {writeFileSync} from 'node:fs'
import {mkdir} from 'node:fs/promises'
import {join} from 'node:path'

import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {imageId} from '../testing/stored-images.js'
import {checkFolder} from './check-folder.js'
import {clusterImages} from './cluster-images.js'

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "web:1"}]}\n'
const ofCluster = [
  'rancher/k3s:v1.33.4-k3s1',
  'ghcr.io/k3d-io/k3d-tools:5.9.0',
  'ghcr.io/k3d-io/k3d-proxy:5.9.0',
  'registry:2',
]
const all = [...ofCluster, 'rancher/pause:3', 'web:1', 'probe:1']

describe('checkFolder', () => {
  let harness: StackHarness
  beforeEach(() => {
    harness = new StackHarness()
    // Nothing listens on this port.
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort: 1}}
  })
  afterEach(() => harness.close())

  const own = (k3dVersion: string) => clusterImages(harness.config.cluster.k3sImage, k3dVersion)
  const check = async (inDocker: readonly string[], inFolder: readonly string[], containers = own('5.9.0')) => {
    const document = `${smallStack}nodeImages: ['rancher/pause:3']\n`
    const stack = await harness.choose(document, {'one.yaml': pod})
    const layout = new ImageLayout(join(harness.folder.path, 'images'))
    const blob = {mediaType: 'x', digest: `sha256:${'0'.repeat(64)}`, size: 1}
    await mkdir(join(layout.folder, 'blobs/sha256'), {recursive: true})
    writeFileSync(join(layout.folder, ImageLayout.pathOf(blob)), 'x')
    for (const name of inFolder) await layout.add(ImageReference.parse(name), {config: blob, layers: []}, imageId)
    harness.on(/^docker images /, inDocker.map((name) => `${name} ${imageId}`).join('\n'))
    return checkFolder({stack, layout, containers, nodes: stack.declared.nodeImages}, harness.context)
  }

  it('finds nothing if each image is in Docker or in the folder', async () => {
    expect(await check(all.slice(0, 3), all.slice(3))).to.deep.equal([])
  })

  it('names images that neither has, and queries no registry for them', async () => {
    const [result] = await check(['web:1'], ofCluster)
    expect(result?.detail.split('\n').slice(1)).to.deep.equal(['  probe:1', '  rancher/pause:3'])
    expect(result?.problem.code).to.equal('RDE_IMAGES_MISSING')
    expect(result?.remedies[0]?.command).to.equal(`rde stack pull -o '${harness.folder.path}' --profile full`)
  })

  it('wants the images of the installed k3d', async () => {
    const [result] = await check([], all, own('5.10.0'))
    expect(result?.detail).to.contain('k3d-proxy:5.10.0').and.not.to.contain('5.9.0')
  })
})
