import {expect} from 'chai'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import {ImageReference} from '../image-reference.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'
import {digestA, digestB} from '../testing/workloads.js'
import {byK3d} from './by-k3d.js'

const {imageId: id} = recorded()
const image: AcquiredImage = {
  ...{reference: ImageReference.parse('x:local'), id, size: 7, platform: 'linux/amd64', isIndex: false},
  ...{from: 'docker', pulledFrom: null},
}
const type = 'application/vnd.docker.distribution.manifest.v2+json'
const line = (digest: string) => `docker.io/library/x:local ${type} ${digest} complete (4/4) 2 MiB true`
const engine = JSON.stringify({DockerRootDir: '/nowhere', OSType: 'linux', Architecture: 'x86_64'})

describe('Images without a registry', () => {
  let harness: ImageHarness
  beforeEach(() => (harness = new ImageHarness()))
  afterEach(() => harness.runner.assertFinished())

  const importing = (configDigest: string) =>
    harness.runner
      .on(/^docker info /, engine)
      .on(/^k3d image import x:local --cluster rde-test-acc --mode direct$/)
      .on(/^docker exec server-0 ctr .* images ls name==docker\.io\/library\/x:local$/, line(digestA))
      .on(/^docker exec server-0 ctr .* content get sha256:a+$/, JSON.stringify({config: {digest: configDigest}}))

  it('are sent by k3d, and have the digest on the nodes', async () => {
    importing(id)
    expect(await byK3d.send(image, harness.context)).to.include({digest: digestA, changed: true, sentBytes: 7})
  })

  it('are checked on the nodes even if k3d reports success', async () => {
    importing(digestB)
    const failure = await byK3d.send(image, harness.context).catch((error: unknown) => error)
    expect(failure).to.include({code: 'RDE_IMAGE_NOT_ON_NODE'})
  })

  it('are not sent if every node has this content', async () => {
    harness.record(recorded({digest: digestA})).runner.on(/^docker exec server-0 sh -c .* check /, line(digestA))
    expect(await byK3d.send(image, harness.context)).to.include({digest: digestA, changed: false, sentBytes: 0})
  })

  it('get their names by digest, which a kubelet cannot create', async () => {
    harness.runner
      .on(/^docker exec server-0 sh -c .* check /, line(digestA))
      .on(/^docker exec server-0 ctr .* tag --force docker\.io\/library\/x:local docker\.io\/library\/x@sha256:a+$/)
    const bytes = {sentBytes: 7, totalBytes: 7}
    const sent = {...image, ...bytes, digest: digestA, configDigest: id, changed: true}
    expect((await byK3d.spread([sent], harness.context)).get(sent)).to.deep.equal({pulledBy: 1, error: undefined})
  })
})
