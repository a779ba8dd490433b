import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'

import {expect} from 'chai'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import {ImageReference} from '../image-reference.js'
import {byRegistry} from './by-registry.js'
import {ImageHarness} from '../testing/image-harness.js'

const id = `sha256:${'1'.repeat(64)}`
const digest = `sha256:${'a'.repeat(64)}`
const image: AcquiredImage = {
  ...{reference: ImageReference.parse('x:local'), id, size: 1, platform: 'linux/amd64', isIndex: false},
  ...{from: 'docker', pulledFrom: null},
}
describe('Images through the registry', () => {
  let harness: ImageHarness
  let server: Server
  const held = new Map<string, object>()
  before(async () => {
    server = createServer((request, response) => {
      const manifest = held.get(request.url ?? '')
      response.statusCode = manifest ? 200 : 404
      response.setHeader('docker-content-digest', digest)
      response.end(JSON.stringify(manifest ?? {}))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  after(() => server.close())
  beforeEach(() => {
    held.clear()
    harness = new ImageHarness()
    const registryPort = (server.address() as AddressInfo).port
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort}}
  })
  afterEach(() => harness.runner.assertFinished())

  /** A folder of Docker that does not exist on this machine, so that its disk is not measured. */
  const engine = (architecture: string, folder = '/nowhere/docker') =>
    harness.runner.on(
      /^docker info /,
      JSON.stringify({DockerRootDir: folder, OSType: 'linux', Architecture: architecture}),
    )

  it('runs no program if the registry has this content', async () => {
    held.set('/v2/library/x/manifests/local', {config: {digest: id}, layers: [{digest: id, size: 7}]})
    expect(await byRegistry.send(image, harness.context)).to.include({
      digest,
      changed: false,
      sentBytes: 0,
      totalBytes: 7,
    })
  })

  it('refuses an image for another platform than that of the nodes, and sends nothing', async () => {
    engine('aarch64')
      .on(/^docker tag /)
      .on(/^docker image rm /)
    const failure = await byRegistry.send(image, harness.context).catch((error: unknown) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_PLATFORM'})
  })

  it('refuses an index without content for the nodes, which has no platform', async () => {
    engine('x86_64')
      .on(/^docker tag /)
      .on(/^docker image rm /)
    const failure = await byRegistry.send({...image, platform: '/'}, harness.context).catch((error: unknown) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_PLATFORM'})
    expect(failure).to.have.property('message').that.contains('x:local is for another platform; the')
  })

  it('sends what is missing in the registry', async () => {
    engine('x86_64')
      .on(/^docker tag x:local localhost:/)
      .on(/^docker push /, `local: digest: ${digest} size: 527`)
      .on(/^docker image rm /)
      .on(/^docker exec --interactive server-0 socat /, {exitCode: 127})
    const {heldBy, ...sent} = await byRegistry.send(image, harness.context)
    expect(sent).to.include({digest, changed: true})
    expect([...(await heldBy)!]).to.deep.equal([])
  })

  it('fails if Docker cannot send it, and pulls nothing', async () => {
    engine('x86_64')
      .on(/^docker tag /)
      .on(/^docker push /, {exitCode: 1, stderr: 'no space left on device'})
      .on(/^docker image rm /)
      .on(/^docker exec --interactive server-0 socat /, {exitCode: 127})
    const failure = await byRegistry.send(image, harness.context).catch((error: unknown) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_NOT_SENT'})
  })
})
