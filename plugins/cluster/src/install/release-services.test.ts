import {readFileSync} from 'node:fs'

import type {ImportedImage} from '@rde/config'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {PhaseScene, relayCoreStack} from '../testing/phase-scene.js'
import {releaseServices} from './release-services.js'

const digest = `sha256:${'a'.repeat(64)}`
const document = relayCoreStack.replace(
  '    ready:',
  "    values: {relay-core: {images: {installer: 'relay-installer:local'}}}\n    ready:",
)
const {running, complete, namespaces} = clusterObjects

describe('releaseServices', () => {
  let scene: PhaseScene

  beforeEach(() => (scene = new PhaseScene()))
  afterEach(() => scene.close())

  const chosen = () => scene.choose(document, {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'})

  it('upgrades the release to the recorded content of the images, and proves it by a run', async () => {
    const image = {reference: 'relay-installer:local', digest} as ImportedImage
    const healthy = [
      running('relay-system/relay-core-v1-operator'),
      complete('relay-system/relay-core-v1-vault-init'),
      namespaces('relay-tenants'),
    ]
    scene.config = {...scene.config, images: [image]}
    scene.has('Namespace relay-system', 'Namespace relay-tenants').sees(...healthy)
    scene.told(/^kubectl get namespaces\//)
    scene.told(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
    scene.sees(...healthy)
    scene.told(/^kubectl apply /, {exitCode: 1, stderr: 'Error from server (Forbidden): no probe today'})
    const failure = await releaseServices(await chosen())(scene.context).catch((error: Error) => error.message)
    expect(failure).to.contain('no probe today')
    expect(readFileSync(scene.data.values('relay-core'), 'utf8')).to.contain(
      `installer: relay-installer:local@${digest}`,
    )
    expect(scene.reports).to.include('Probe run: making a probe run')
  })

  it('does nothing where the profile has no services', async () => {
    scene.config = {...scene.config, stack: {...scene.config.stack, profile: 'bare'}}
    await releaseServices(await chosen())(scene.context)
    expect(scene.runner.requests).to.deep.equal([])
  })
})
