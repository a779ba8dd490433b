import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {clusterIdentity} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from '@rde/toolchain/docker/docker'
import {ImageReference} from '../image-reference.js'
import {pushImage} from './push-image.js'
import {ClusterRegistry} from '../registry/cluster-registry.js'
import {inspectedImage, inspectsImage} from '@rde/toolchain/testing/inspected-image'

const manifestDigest = `sha256:${'a'.repeat(64)}`
const configDigest = `sha256:${'b'.repeat(64)}`
const layer = (digit: string) => `sha256:${digit.repeat(64)}`

describe('pushImage', () => {
  let runner: ScriptedProcessRunner
  let port = 0
  let registryDigest = manifestDigest
  const held = new Map<string, object>()
  const server = createServer((request, response) => {
    const manifest = held.get(request.url ?? '')
    response.statusCode = manifest ? 200 : 404
    if (manifest) response.setHeader('docker-content-digest', registryDigest)
    response.end(JSON.stringify(manifest ?? {}))
  })

  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())
  beforeEach(() => {
    held.clear()
    registryDigest = manifestDigest
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  const push = (id: string, beforePush: () => void | Promise<void> = () => {}) => {
    const registry = new ClusterRegistry(clusterIdentity('rde'), port)
    return pushImage(
      {reference: ImageReference.parse('x:local'), id},
      {docker: new Docker(runner), registry, beforePush},
    )
  }

  it('sends nothing when the registry has the same configuration', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{digest: layer('1'), size: 3}]})
    expect(await push(configDigest)).to.deep.equal({
      ...{digest: manifestDigest, configDigest, changed: false},
      ...{sentBytes: 0, totalBytes: 3},
    })
  })

  it('sends nothing when Docker names the image by its manifest, as its containerd store does', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{digest: layer('1'), size: 3}]})
    expect(await push(manifestDigest)).to.deep.equal({
      ...{digest: manifestDigest, configDigest, changed: false},
      ...{sentBytes: 0, totalBytes: 3},
    })
  })

  it('pushes other content under the same tag, and removes the pushed name', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{digest: layer('1'), size: 3}]})
    runner.on(inspectsImage, inspectedImage())
    runner.on(/^docker tag x:local localhost:\d+\/library\/x:local$/)
    runner.on(/^docker push /, `local: digest: sha256:${'c'.repeat(64)} size: 527`)
    runner.on(/^docker image rm --no-prune localhost:/)
    expect(await push(`sha256:${'d'.repeat(64)}`)).to.include({digest: `sha256:${'c'.repeat(64)}`, changed: true})
  })

  it('counts the bytes of the sent layers, and of all layers', async () => {
    const digest = `sha256:${'c'.repeat(64)}`
    const preparing = ['1'.repeat(12), '2'.repeat(12)].map((id) => `${id}: Preparing`)
    const push1 = [...preparing, `${'1'.repeat(12)}: Pushed`, `${'2'.repeat(12)}: Layer already exists`]
    held.set(`/v2/library/x/manifests/${digest}`, {
      layers: [
        {digest: layer('8'), size: 200},
        {digest: layer('9'), size: 20},
      ],
    })
    runner
      .on(inspectsImage, inspectedImage())
      .on(/^docker tag /)
      .on(/^docker push /, [...push1, `local: digest: ${digest} size: 527`].join('\n'))
      .on(/^docker image rm /)
    expect(await push(configDigest)).to.include({sentBytes: 20, totalBytes: 220})
  })

  /** The messages are from Docker 29.7.2 with its containerd store, and from the client 28.2.2. */
  describe("from Docker's containerd store", () => {
    const index = 'sha256:fb821a074e10056d26539a79e30420715b82c042ebc579306dc1267ff0a9c66c'
    const ours = 'sha256:8144670e58267a562313c282280a229e4773b7af42eee1634cbf34626dae205c'
    const descriptor = (type: string, digest: string) => ({
      mediaType: `application/vnd.oci.image.${type}.v1+json`,
      digest,
      size: 418,
    })
    const heldInPart = () =>
      runner
        .on(inspectsImage, inspectedImage({descriptor: descriptor('index', index)}))
        .on(
          /^docker image inspect --platform linux\/amd64 --format '{{json \.Descriptor}}' x:local$/,
          JSON.stringify(descriptor('manifest', ours)),
        )

    it('pushes only the local platform of an index', async () => {
      heldInPart()
        .on(/^docker tag /)
        .on(/^docker push --platform linux\/amd64 localhost:/, `1: digest: ${ours} size: 418`)
        .on(/^docker image rm /)
      expect(await push(index)).to.include({digest: ours, changed: true})
    })

    it('recognises an index whose local platform is in the registry', async () => {
      held.set('/v2/library/x/manifests/local', {layers: []})
      registryDigest = ours
      heldInPart()
      expect(await push(index)).to.include({digest: ours, changed: false})
    })

    it('reports no change if an older client pushes what the registry already has', async () => {
      held.set('/v2/library/x/manifests/local', {layers: []})
      registryDigest = ours
      runner
        .on(inspectsImage, inspectedImage({descriptor: descriptor('index', index)}))
        .on(/^docker image inspect --platform /, {
          exitCode: 1,
          stderr: '"--platform" requires API version 1.49, but the Docker daemon API version is 1.44',
        })
        .on(/^docker tag /)
        .on(/^docker push localhost:/, `6f8c56130554: Layer already exists\n1: digest: ${ours} size: 418`)
        .on(/^docker image rm /)
      expect(await push(index)).to.include({digest: ours, changed: false, sentBytes: 0})
    })

    it('counts the bytes of the sent layers, printed in any order', async () => {
      const digest = 'sha256:416d8ae7e9050e87e79617cc0bc9afd1aed0149f58ec00116506f7b6f5a911d3'
      const layers = ['256f3e7f7608', '090e4727b6a8', 'd49220219661'].map((id, index) => ({
        ...{digest: `sha256:${id}${'0'.repeat(52)}`, size: [1_984_512, 2_121_728, 102][index]},
      }))
      held.set(`/v2/library/x/manifests/${digest}`, {layers})
      const lines = ['d49220219661: Pushed', '256f3e7f7608: Layer already exists', '090e4727b6a8: Mounted from t/hello']
      runner
        .on(inspectsImage, inspectedImage({descriptor: descriptor('manifest', digest)}))
        .on(/^docker tag /)
        .on(/^docker push localhost:/, [...lines, `1: digest: ${digest} size: 964`].join('\n'))
        .on(/^docker image rm /)
      expect(await push(digest)).to.include({sentBytes: 102, totalBytes: 4_106_342})
    })
  })

  it('pushes nothing if beforePush refuses it', async () => {
    runner
      .on(inspectsImage, inspectedImage())
      .on(/^docker tag /)
      .on(/^docker image rm /)
    const refuse = async () => {
      throw new Error('the disk is full')
    }
    expect(await push(configDigest, refuse).catch((error: Error) => error.message)).to.equal('the disk is full')
  })

  it("reports a failed push with the image's own name and Docker's message", async () => {
    runner
      .on(inspectsImage, inspectedImage())
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: `localhost:${port}/library/x:local: no space left on device`})
      .on(/^docker image rm /)
    const failure = await push(configDigest).catch((error: Error) => error)
    expect(failure).to.have.property('code', 'RDE_IMAGE_NOT_SENT')
    expect(failure).to.have.property('message').that.contains('\nx:local: no space left on device')
  })

  describe('if the registry has a transient error', () => {
    const stumble = {exitCode: 1, stderr: 'received unexpected HTTP status: 500 Internal Server Error'}

    it('retries the push', async () => {
      runner
        .on(inspectsImage, inspectedImage())
        .on(/^docker tag /)
        .on(/^docker push /, stumble)
        .on(/^docker push /, `local: digest: ${manifestDigest} size: 527`)
        .on(/^docker image rm /)
      expect(await push(configDigest)).to.include({digest: manifestDigest, changed: true})
    })

    it('fails with its message if that fails again', async () => {
      runner
        .on(inspectsImage, inspectedImage())
        .on(/^docker tag /)
        .on(/^docker push /, stumble)
        .on(/^docker push /, stumble)
        .on(/^docker image rm /)
      expect(await push(configDigest).catch((error: Error) => error.message)).to.contain('500 Internal Server Error')
    })
  })

  it('removes the pushed name even if the push fails', async () => {
    runner
      .on(inspectsImage, inspectedImage())
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: 'connection refused'})
      .on(/^docker image rm /)
    expect(await push(configDigest).catch((error: Error) => error.message)).to.contain('connection refused')
  })
})
