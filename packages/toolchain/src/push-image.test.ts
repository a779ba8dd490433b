import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import {clusterIdentity} from '@rde/config'
import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from './docker/docker.js'
import {pushImage} from './push-image.js'
import {RegistryClient} from './registry-client.js'

const manifestDigest = `sha256:${'a'.repeat(64)}`
const configDigest = `sha256:${'b'.repeat(64)}`

describe('pushImage', () => {
  let runner: ScriptedProcessRunner
  let port = 0
  const held = new Map<string, object>()
  const server = createServer((request, response) => {
    const manifest = held.get(request.url ?? '')
    response.statusCode = manifest ? 200 : 404
    if (manifest) response.setHeader('docker-content-digest', manifestDigest)
    response.end(JSON.stringify(manifest ?? {}))
  })

  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())
  beforeEach(() => {
    held.clear()
    runner = new ScriptedProcessRunner()
  })
  afterEach(() => runner.assertFinished())

  const push = (id: string, sending = () => {}) => {
    const identity = clusterIdentity({})
    const means = {docker: new Docker(runner), registry: new RegistryClient(port), identity, sending}
    return pushImage({reference: 'x:local', id}, means)
  }

  it('sends nothing when the registry has the same configuration', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{size: 3}]})
    expect(await push(configDigest)).to.deep.equal({
      ...{digest: manifestDigest, configDigest, changed: false},
      ...{sentBytes: 0, totalBytes: 3},
    })
  })

  it('sends nothing when Docker names the image by its manifest, as its containerd store does', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{size: 3}]})
    expect(await push(manifestDigest)).to.deep.equal({
      ...{digest: manifestDigest, configDigest, changed: false},
      ...{sentBytes: 0, totalBytes: 3},
    })
  })

  it('pushes other content under the same tag, and forgets the name that it pushed by', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: configDigest}, layers: [{size: 3}]})
    runner.on(/^docker tag x:local localhost:\d+\/library\/x:local$/)
    runner.on(/^docker push /, `local: digest: sha256:${'c'.repeat(64)} size: 527`)
    runner.on(/^docker image rm --no-prune localhost:/)
    expect(await push(`sha256:${'d'.repeat(64)}`)).to.include({digest: `sha256:${'c'.repeat(64)}`, changed: true})
  })

  it('tells the bytes of the layers that had to travel, and of all', async () => {
    const digest = `sha256:${'c'.repeat(64)}`
    const said = ['1'.repeat(12), '2'.repeat(12)].map((id) => `${id}: Preparing`)
    const push1 = [...said, `${'1'.repeat(12)}: Pushed`, `${'2'.repeat(12)}: Layer already exists`]
    held.set(`/v2/library/x/manifests/${digest}`, {layers: [{size: 200}, {size: 20}]})
    runner
      .on(/^docker tag /)
      .on(/^docker push /, [...push1, `local: digest: ${digest} size: 527`].join('\n'))
      .on(/^docker image rm /)
    expect(await push(configDigest)).to.include({sentBytes: 20, totalBytes: 220})
  })

  it('pushes nothing that may not be sent', async () => {
    const refuse = () => {
      throw new Error('the disk is full')
    }
    expect(await push(configDigest, refuse).catch((error: Error) => error.message)).to.equal('the disk is full')
  })

  it("tells a failed push by the image's own name, in Docker's words", async () => {
    runner
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: `localhost:${port}/library/x:local: no space left on device`})
      .on(/^docker image rm /)
    const failure = await push(configDigest).catch((error: Error) => error)
    expect(failure).to.have.property('code', 'RDE_IMAGE_NOT_SENT')
    expect(failure).to.have.property('message').that.contains('\nx:local: no space left on device')
  })

  it('forgets the name that it pushed by when the push fails, too', async () => {
    runner
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: 'connection refused'})
      .on(/^docker image rm /)
    expect(await push(configDigest).catch((error: Error) => error.message)).to.contain('connection refused')
  })
})
