import {readFileSync} from 'node:fs'

import type {ImportedImage} from '@rde/config'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {releaseServices} from './release-services.js'

const digest = `sha256:${'a'.repeat(64)}`
const document = relayCoreStack.replace(
  '    ready:',
  "    values: {relay-core: {images: {installer: 'relay-installer:local'}}}\n    ready:",
)
const {running, complete, namespaces} = clusterObjects

describe('releaseServices', () => {
  let harness: StackHarness

  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const chosen = () => harness.choose(document, {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'})

  /** The release goes well. */
  const upgrading = async () => {
    const image = {reference: 'relay-installer:local', digest} as ImportedImage
    const healthy = [
      running('relay-system/relay-core-v1-operator'),
      complete('relay-system/relay-core-v1-vault-init'),
      namespaces('relay-tenants'),
    ]
    harness.config = {...harness.config, images: [image]}
    harness.has('Namespace relay-system', 'Namespace relay-tenants').sees(...healthy)
    harness.told(/^kubectl get namespaces\//)
    harness.told(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
    harness.sees(...healthy)
    return releaseServices(await chosen())
  }

  it('upgrades the release to the recorded content of the images, and proves it by a run', async () => {
    const release = await upgrading()
    harness.told(/^kubectl apply /, {exitCode: 1, stderr: 'Error from server (Forbidden): no probe today'})
    const failure = await release(harness.context).catch((error: Error) => error.message)
    expect(failure).to.contain('no probe today')
    expect(readFileSync(harness.data.values('relay-core'), 'utf8')).to.contain(
      `installer: relay-installer:local@${digest}`,
    )
    expect(harness.reports).to.include('Probe run: making a probe run')
  })

  it('makes no run of its own where a workflow that follows proves it', async () => {
    const release = await upgrading()
    await release(harness.context, {provedElsewhere: true})
    expect(harness.reports).not.to.include('Probe run: making a probe run')
  })

  it('does nothing where the profile has no services', async () => {
    harness.config = {...harness.config, stack: {...harness.config.stack, profile: 'bare'}}
    await releaseServices(await chosen())(harness.context)
    expect(harness.runner.requests).to.deep.equal([])
  })
})
