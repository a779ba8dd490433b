import {existsSync} from 'node:fs'

import type {RdeError} from '@rde/errors'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {createCluster} from './create-cluster.js'

/** The calls and answers of Docker for a rollback that finds nothing. */
const emptyRollback = (harness: PhaseHarness) => {
  for (let look = 0; look < 2; look += 1) {
    harness.runner.on(/^docker ps .*label=/).on(/^docker ps .*name=/)
    harness.runner.on(/^docker network ls/).on(/^docker volume ls/)
  }
  harness.runner
    .on(/^docker network ls/)
    .on(/^docker volume ls/)
    .on(/^docker volume ls/)
}

describe('createCluster', () => {
  let harness: PhaseHarness

  beforeEach(() => {
    harness = new PhaseHarness()
    // Asks whether the registry's volume already existed.
    harness.runner.on(/^docker volume ls/)
  })
  afterEach(() => harness.close())

  const failure = () =>
    createCluster(harness.context).then(
      () => expect.fail('no error'),
      (error: RdeError) => error,
    )

  it('saves the kubeconfig that k3d prints, and removes the marker', async () => {
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(harness.context)
    expect(harness.config.kubeconfig).to.deep.include({kind: 'Config'})
    expect(existsSync(harness.data.createMarker)).to.equal(false)
  })

  it("passes the terminal's proxy to the nodes and saves it, without showing it on a command line", async () => {
    process.env['HTTPS_PROXY'] = 'http://me:s3cret@proxy.example:3128'
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(harness.context).finally(() => delete process.env['HTTPS_PROXY'])
    expect(harness.config.cluster.proxy).to.include({https: 'http://me:s3cret@proxy.example:3128'})
    const {args, input} = harness.runner.requests.find((request) => request.file === 'k3d')!
    expect(args.join(' ')).to.not.contain('s3cret')
    expect(input).to.contain('HTTPS_PROXY=http://me:s3cret@')
  })

  it('prefers the proxy of config.json', async () => {
    process.env['HTTPS_PROXY'] = 'http://of-the-terminal:3128'
    harness.config = {...harness.config, cluster: {...harness.config.cluster, proxy: null}}
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(harness.context).finally(() => delete process.env['HTTPS_PROXY'])
    expect(harness.config.cluster.proxy).to.equal(null)
    expect(harness.runner.requests.filter(({input}) => input?.includes('HTTPS_PROXY'))).to.deep.equal([])
  })

  it('keeps the marker while k3d runs', async () => {
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    const {capture} = harness.runner
    const seen: boolean[] = []
    harness.runner.capture = async (request) => {
      if (request.file === 'k3d') seen.push(existsSync(harness.data.createMarker))
      return capture.call(harness.runner, request)
    }
    await createCluster(harness.context)
    expect(seen).to.deep.equal([true, true])
  })

  it("rolls back and shows the end of k3d's output if it fails", async () => {
    harness.play('k3d create-fails.cluster-create')
    emptyRollback(harness)
    const {code, message, outcome} = await failure()
    expect({code, outcome}).to.deep.equal({
      code: 'RDE_CREATE_FAILED',
      outcome: 'Everything that was created has been removed.',
    })
    expect(message).to.contain('Cluster creation FAILED')
  })

  const missedLine =
    "ERRO[0240] Failed Cluster Start: Failed to add one or more helper nodes: Node k3d-rde-test-acc-serverlb failed to get ready: error waiting for log line `start worker processes` from node 'k3d-rde-test-acc-serverlb': stopped returning log lines: context deadline exceeded"

  it('creates the cluster again if k3d missed that its load balancer was ready', async () => {
    harness.runner.on(/^k3d cluster create /, {exitCode: 1, stderr: missedLine})
    emptyRollback(harness)
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(harness.context)
    expect(harness.config.kubeconfig).to.deep.include({kind: 'Config'})
  })

  it('keeps the images that were pushed before it creates the cluster again', async () => {
    const {imagesVolume, registryVolume} = harness.identity
    harness.runner
      .on(/^k3d cluster create /, {exitCode: 1, stderr: missedLine})
      .on(/^docker ps .*label=/)
      .on(/^docker ps .*name=/)
      .on(/^docker network ls/)
      .on(/^docker volume ls/, `${imagesVolume}\n${registryVolume}`)
      .on(/^docker network ls/)
      .on(/^docker volume ls/, `${imagesVolume}\n${registryVolume}`)
      .on(new RegExp(`^docker volume rm --force ${imagesVolume}$`))
      .on(/^docker ps .*label=/)
      .on(/^docker ps .*name=/)
      .on(/^docker network ls/)
      .on(/^docker volume ls/, registryVolume)
      .on(/^docker volume ls/, registryVolume)
    harness.play('k3d create.cluster-create', 'k3d create.kubeconfig-get')
    await createCluster(harness.context)
    expect(harness.config.kubeconfig).to.deep.include({kind: 'Config'})
  })

  it('does so only once', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      harness.runner.on(/^k3d cluster create /, {exitCode: 1, stderr: missedLine})
      emptyRollback(harness)
    }
    expect((await failure()).code).to.equal('RDE_CREATE_FAILED')
  })

  it('removes the marker after a rollback', async () => {
    harness.play('k3d create-fails.cluster-create')
    emptyRollback(harness)
    await failure()
    expect(existsSync(harness.data.createMarker)).to.equal(false)
  })

  it('keeps the marker if the rollback itself fails: an incomplete cluster remains', async () => {
    harness.play('k3d create-fails.cluster-create')
    harness.runner.on(/^docker ps .*label=/, {exitCode: 1, stderr: 'Cannot connect to the Docker daemon'})
    harness.runner
      .on(/^docker ps .*name=/)
      .on(/^docker network ls/)
      .on(/^docker volume ls/)
    await failure()
    expect(existsSync(harness.data.createMarker)).to.equal(true)
  })

  it('also rolls back if k3d prints no kubeconfig', async () => {
    harness.play('k3d create.cluster-create').runner.on(/^k3d kubeconfig get/, 'nonsense')
    emptyRollback(harness)
    expect((await failure()).code).to.equal('RDE_KUBECONFIG')
  })
})
