import {once} from 'node:events'
import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {setImmediate} from 'node:timers/promises'

import {writeReleaseValues} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {expect} from 'chai'

import {inspectedImage} from '@rde/toolchain/testing/inspected-image'

import type {ExpectedPush} from '../push/expected-push.js'
import {ImageReference} from '../image-reference.js'
import {importToCluster, type ImportOptions} from './import-to-cluster.js'
import {ImageHarness, recorded} from '../testing/image-harness.js'
import {deployment, digestA, digestB, pod, watching} from '../testing/workloads.js'

const id = recorded().imageId
const type = 'application/vnd.oci.image.manifest.v1+json'
const held = `REF\ndocker.io/library/x:local ${type} ${digestA} complete (4/4) 2 MiB true`
const started = 'node 2026-01-01T00:00:00Z 0\n'

describe('importToCluster', () => {
  let harness: ImageHarness
  let server: Server
  before(async () => {
    server = createServer((_, response) => {
      response.setHeader('docker-content-digest', digestA)
      response.end(JSON.stringify({config: {digest: id}, layers: [{size: 7}]}))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  })
  after(() => server.close())
  beforeEach(() => {
    harness = new ImageHarness().record(recorded({digest: digestA}))
    const registryPort = (server.address() as AddressInfo).port
    harness.config = {...harness.config, cluster: {...harness.config.cluster, registryPort}}
  })
  afterEach(() => harness.runner.assertFinished())

  const options: ImportOptions = {rollOut: true, release: async () => {}}
  const doIt = (more: Partial<ImportOptions> = {}) =>
    importToCluster([{reference: ImageReference.parse('x:local')}], {...options, ...more}, harness.context)
  const holding = () =>
    harness.runner
      .on(/^docker image inspect .* x:local$/, inspectedImage({id}))
      .on(/^docker exec server-0 sh -c .* images check /, held)
  const running = (...items: object[]) =>
    harness.runner.on(/^kubectl get nodes,/, JSON.stringify({items})).on(/^docker inspect --type container /, started)

  it('asks Docker, each node and the API once if nothing changed', async () => {
    holding()
    running(deployment('x:local'), pod('x:local', digestA))
    const {images, failed} = await doIt()
    expect(failed).to.deep.equal([])
    expect(images[0]).to.include({changed: false, sent: false, fetchedBy: 0})
  })

  it('patches a workload whose pod runs the earlier content, and waits until a pod runs the new one', async () => {
    holding()
    running(deployment('x:local'), pod('x:local', digestB))
    const named = `x:local@${digestA}`
    harness.runner
      .on(/^kubectl patch deployments\.apps hello --namespace default /)
      .on(/^kubectl get --raw .*deployments\?.*%3Dhello&watch=true/, watching(named))
    running(deployment(named), pod(named, digestA))
    const {images} = await doIt()
    expect(images[0]?.workloads.map(({name, digest}) => `${name} ${digest}`)).to.deep.equal([`hello ${digestA}`])
  })

  it('checks how full the registry is while the pods start, if something was sent', async () => {
    const reference = ImageReference.parse('x:local')
    const sent = {reference, digest: digestA, changed: true, heldBy: Promise.resolve(new Set(['server-0']))}
    const pushed = {send: async () => sent} as unknown as ExpectedPush
    running(deployment('x:local'), pod('x:local', digestA))
    harness.runner.on(/^docker exec rde-test-acc-registry\.localhost /, '20\n')
    const {isRegistryFull} = await importToCluster([{reference, pushed}], options, harness.context)
    expect(isRegistryFull).to.equal(true)
  })

  it('makes a node pull a missing image, and does not change workloads without a rollout', async () => {
    harness.runner
      .on(/^docker image inspect /, inspectedImage({id}))
      .on(/^docker exec .* images check /, 'REF')
      .on(/^docker exec .* images pull .* images check /, held)
    const {images} = await doIt({rollOut: false})
    expect(images[0]).to.include({changed: true, sent: false, fetchedBy: 1})
  })

  it('stops the release of a service whose pod crashes, and waits for its end', async () => {
    const managed = (digest: string) =>
      deployment(`x:local@${digest}`, {labels: {'app.kubernetes.io/managed-by': 'Helm'}})
    const crashed = {name: 'main', restartCount: 2, state: {waiting: {reason: 'CrashLoopBackOff'}}}
    const crashing = {...pod(`x:local@${digestA}`, digestA), status: {containerStatuses: [crashed]}}
    const here = temporaryData()
    harness.data = here.data
    await writeReleaseValues('one', {image: 'x:local'}, here.data)
    holding()
    running(managed(digestB))
    running(managed(digestA), crashing)
    harness.runner.on(/^kubectl logs hello-1 /, 'panic: no config')
    let ended = false
    const release = (signal: AbortSignal) =>
      once(signal, 'abort').then(() => setImmediate().then(() => void (ended = true)))
    const {failed} = await doIt({release})
    here.remove()
    expect({ended, code: (failed[0]?.error as {code?: string}).code}).to.deep.equal({
      ended: true,
      code: 'RDE_CANNOT_HEAL',
    })
  })

  it('changes neither record nor workload if a node cannot get it, and gives the reason', async () => {
    const before = harness.config
    harness.runner
      .on(/^docker image inspect /, inspectedImage({id}))
      .on(/^docker exec .* images check /, 'REF')
      .on(/^docker exec .* images pull /, {exitCode: 1, stderr: 'ctr: no space left on device'})
      .on(/^docker exec .* images check /, 'REF')
    const {images, failed} = await doIt({rollOut: false})
    expect({images, error: (failed[0]?.error as Error).message.split('\n').at(-1)}).to.deep.equal({
      images: [],
      error: 'server-0: ctr: no space left on device',
    })
    expect(harness.config).to.equal(before)
  })
})
