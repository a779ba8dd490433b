import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

import {DataDirectory} from '@rde/config'
import {expect} from 'chai'

import type {AcquiredImage} from '../acquire/acquire-image.js'
import {ImageReference} from '../image-reference.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'
import {digestA, digestB} from '../testing/workloads.js'
import {byArchive} from './by-archive.js'

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
  let home: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'rde-archive-'))
    harness = new ImageHarness()
    harness.data = DataDirectory.fromEnvironment({HOME: home, RDE_CLUSTER: 'rde-test-acc'})
  })
  afterEach(() => {
    harness.runner.assertFinished()
    rmSync(home, {recursive: true})
  })

  const imports = (node: string) => new RegExp(`^docker exec --interactive ${node} ctr .* images import -$`)
  const saving = () => harness.runner.on(/^docker info /, engine).on(/^docker save --output \S+\/image\.tar x:local$/)
  const importing = (configDigest: string) =>
    saving()
      .on(imports('server-0'))
      .on(/^docker exec server-0 ctr .* images ls name==docker\.io\/library\/x:local$/, line(digestA))
      .on(/^docker exec server-0 ctr .* content get sha256:a+$/, JSON.stringify({config: {digest: configDigest}}))
  const failure = () => byArchive.send(image, harness.context).catch((error: unknown) => error)

  it('are imported by each node from an archive, and have the digest on the nodes', async () => {
    importing(id)
    expect(await byArchive.send(image, harness.context)).to.include({digest: digestA, changed: true, sentBytes: 7})
  })

  it('are read by every node from the archive that was saved', async () => {
    importing(id)
    await byArchive.send(image, harness.context)
    const {requests} = harness.runner
    const archive = requests.find(({args}) => args[0] === 'save')?.args[2]
    expect(requests.find(({args}) => args.includes('import'))?.inputFile).to.equal(archive)
  })

  it('leave no archive behind', async () => {
    importing(id)
    await byArchive.send(image, harness.context)
    expect(existsSync(harness.data.downloads) && readdirSync(harness.data.downloads)).to.deep.equal([])
  })

  it('are checked on the nodes even if the import succeeded', async () => {
    importing(digestB)
    expect(await failure()).to.include({code: 'RDE_IMAGE_NOT_ON_NODE'})
  })

  it('name each node that refuses the archive, with its reason', async () => {
    const agents = ['agent-0', 'agent-1'].map((name) => ({...harness.nodes[0]!, name}))
    harness.nodes.push(...agents)
    saving()
      .on(imports('server-0'))
      .on(imports('agent-0'), {exitCode: 1, stderr: 'ctr: failed to ingest: no space left on device'})
      .on(imports('agent-1'), {exitCode: 1, stderr: 'Error response from daemon: Container agent-1 is paused'})
    expect(await failure()).to.include({
      code: 'RDE_IMAGE_NOT_ON_NODE',
      message: [
        'x:local is not on every node:',
        'agent-0: ctr: failed to ingest: no space left on device',
        'agent-1: Error response from daemon: Container agent-1 is paused',
      ].join('\n'),
    })
  })

  it('are not sent if every node has this content', async () => {
    harness.record(recorded({digest: digestA})).runner.on(/^docker exec server-0 sh -c .* check /, line(digestA))
    expect(await byArchive.send(image, harness.context)).to.include({digest: digestA, changed: false, sentBytes: 0})
  })

  it('get their names by digest, which a kubelet cannot create', async () => {
    harness.runner
      .on(/^docker exec server-0 sh -c .* check /, line(digestA))
      .on(/^docker exec server-0 ctr .* tag --force docker\.io\/library\/x:local docker\.io\/library\/x@sha256:a+$/)
    const bytes = {sentBytes: 7, totalBytes: 7}
    const sent = {...image, ...bytes, digest: digestA, configDigest: id, changed: true}
    expect((await byArchive.spread([sent], harness.context)).get(sent)).to.deep.equal({pulledBy: 1, error: undefined})
  })
})
