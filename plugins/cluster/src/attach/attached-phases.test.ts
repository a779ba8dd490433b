import {smallStack} from '@rde/stack/testing/stack-folder'
import {expect} from 'chai'

import {StackHarness} from '../testing/stack-harness.js'
import {imageId} from '../testing/stored-images.js'
import {checkAttached} from './attached-phases.js'

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "web:1"}]}\n'
const attached = {context: 'team', push: 'localhost:5000', pull: 'registry.example'}

describe('checkAttached', () => {
  let harness: StackHarness
  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const expectSuitableCluster = () => {
    const defaultClass = {metadata: {annotations: {'storageclass.kubernetes.io/is-default-class': 'true'}}}
    const version = {serverVersion: {gitVersion: 'v1.33.4', minor: '33'}}
    harness
      .on(/^kubectl version --output=json/, JSON.stringify(version))
      .on(/^kubectl auth can-i /, 'yes')
      .on(/^kubectl get storageclasses/, JSON.stringify({items: [defaultClass]}))
      .keeps()
      .on(/^kubectl get secrets /)
    harness.has()
  }

  it('asks no public registry for images missing from the stack folder, nor for node images', async () => {
    harness.config = {...harness.config, cluster: {...harness.config.cluster, attached}}
    const files = {'one.yaml': pod, 'images/index.json': '{"schemaVersion": 2, "manifests": []}'}
    const stack = await harness.choose(`${smallStack}nodeImages: ['rancher/pause:3']\n`, files)
    expectSuitableCluster()
    harness.on(/^docker images /, `probe:1 ${imageId}`)
    harness.on(/^docker manifest inspect .*localhost:5000\/library\/web:1$/, {
      exitCode: 1,
      stderr: 'no such manifest',
    })
    const [found, ...more] = await checkAttached(stack, harness.context)
    expect([found?.problem.code, more.length]).to.deep.equal(['RDE_IMAGES_MISSING', 0])
    expect(found?.detail.split('\n').slice(1)).to.deep.equal(['  web:1'])
  })
})
