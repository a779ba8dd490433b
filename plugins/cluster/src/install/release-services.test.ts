import {readFileSync} from 'node:fs'

import type {ImportedImage} from '@rde/config'
import {expect} from 'chai'

import {clusterObjects} from '../testing/cluster-objects.js'
import {StackHarness, relayCoreStack} from '../testing/stack-harness.js'
import {recordOf} from './prepared-component.js'
import {baseOf} from './relay-core/patch-relay-core.js'
import {releaseServices} from './release-services.js'

const digest = `sha256:${'a'.repeat(64)}`
const document = relayCoreStack.replace(
  '    ready:',
  "    values: {relay-core: {images: {installer: 'relay-installer:local'}}}\n    ready:",
)
const {running, complete, namespaces} = clusterObjects

const healthy = [
  running('relay-system/relay-core-v1-operator'),
  complete('relay-system/relay-core-v1-vault-init'),
  namespaces('relay-tenants'),
]

describe('releaseServices', () => {
  let harness: StackHarness

  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const chosen = () => harness.choose(document, {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'})

  /** The release succeeds. */
  const upgrading = async () => {
    const image = {reference: 'relay-installer:local', digest} as ImportedImage
    harness.config = {...harness.config, images: [image]}
    harness.has('Namespace relay-system', 'Namespace relay-tenants').sees(...healthy)
    harness.on(/^kubectl get namespaces\//)
    harness.on(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
    harness.sees(...healthy)
    return releaseServices(await chosen())
  }

  it('upgrades the release to the recorded digests of the images, and makes a probe run', async () => {
    const release = await upgrading()
    harness.on(/^kubectl apply /, {exitCode: 1, stderr: 'Error from server (Forbidden): no probe today'})
    const failure = await release(harness.context).catch((error: Error) => error.message)
    expect(failure).to.contain('no probe today')
    expect(readFileSync(harness.data.values('relay-core'), 'utf8')).to.contain(
      `installer: relay-installer:local@${digest}`,
    )
    expect(harness.reports).to.include('Probe run: making a probe run')
  })

  it('makes no probe run in quick mode', async () => {
    const release = await upgrading()
    await release(harness.context, {quick: true})
    expect(harness.reports).not.to.include('Probe run: making a probe run')
  })

  describe('quick mode', () => {
    const operatorDocument = document.replace('installer: ', "operator: 'relay-operator:local', installer: ")
    const files = {'chart/Chart.yaml': 'name: relay-core\nversion: 1.0.0\n'}

    /** The cluster has the current relay-core; then an image is imported with a different content. */
    const importing = async (reference: string, hash?: string) => {
      const stack = await harness.choose(operatorDocument, files)
      const prepared = await stack.prepare('relay-core', harness.context)
      const record = {...recordOf(prepared), base: baseOf(prepared), ...(hash && {hash})}
      harness.keeps(clusterObjects.record(record))
      harness.config = {...harness.config, images: [{reference, digest} as ImportedImage]}
      return releaseServices(stack)
    }

    it('patches the RelayCore if only an image of its Deployments changed, and makes the next start install it', async () => {
      const release = await importing('relay-operator:local')
      harness.on(/^kubectl apply /).on(/^kubectl patch relaycores.install.relay.sh relay-core-v1 /)
      await release(harness.context, {quick: true})
      expect(harness.runner.commandLines.at(-1)).to.contain(`"image":"relay-operator:local@${digest}"`)
      expect(harness.runner.requests.at(-2)?.input).to.contain('\\"hash\\":\\"unfinished\\"')
    })

    it('marks the record as unfinished only once', async () => {
      const release = await importing('relay-operator:local', 'unfinished')
      harness.on(/^kubectl patch relaycores.install.relay.sh relay-core-v1 /)
      await release(harness.context, {quick: true})
    })

    it('upgrades the release if another image changed', async () => {
      const release = await importing('relay-installer:local')
      harness.has('Namespace relay-system', 'Namespace relay-tenants').sees(...healthy)
      harness.on(/^kubectl apply /).on(/^kubectl get namespaces\//)
      harness.on(/^helm upgrade --install relay-core /, {exitCode: 1, stderr: 'Error: no upgrade today'})
      const failure = await release(harness.context, {quick: true}).catch((error: Error) => error.message)
      expect(failure).to.contain('no upgrade today')
    })

    it('is reverted by the next release, which Helm alone would not do', async () => {
      const release = await importing('relay-operator:local', 'unfinished')
      harness.has('Namespace relay-system', 'Namespace relay-tenants').sees(...healthy)
      harness.on(/^kubectl apply /).on(/^kubectl get namespaces\//)
      harness.on(/^helm upgrade --install relay-core /, JSON.stringify({version: 2, info: {status: 'deployed'}}))
      harness.on(/^kubectl patch relaycores/, {exitCode: 1, stderr: 'Error from server (Forbidden): no patch today'})
      const failure = await release(harness.context).catch((error: Error) => error.message)
      expect(failure).to.contain('no patch today')
    })
  })

  it('does nothing if the profile has no services', async () => {
    harness.config = {...harness.config, stack: {...harness.config.stack, profile: 'bare'}}
    await releaseServices(await chosen())(harness.context)
    expect(harness.runner.requests).to.deep.equal([])
  })
})
