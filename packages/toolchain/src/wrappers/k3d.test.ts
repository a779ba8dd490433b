import {existsSync, statSync} from 'node:fs'

import {expect} from 'chai'

import type {ProcessRequest} from '@rde/process-runner'
import {recordedCall, ScriptedProcessRunner} from '@rde/process-runner/testing'

import {currentOwner, ownerLabelOf} from '../cluster/cluster-owner.js'
import {K3d} from './k3d.js'
import {temporaryCluster, type TemporaryCluster} from '../testing/temporary-cluster.js'

/** Records the mode of the temporary folder while a program runs. */
class WatchingRunner extends ScriptedProcessRunner {
  folderMode: number | undefined

  override async capture(request: ProcessRequest) {
    this.folderMode = statSync(request.env!['TMPDIR']!).mode & 0o777
    return super.capture(request)
  }
}

describe('K3d', () => {
  let runner: WatchingRunner
  let cluster: TemporaryCluster
  let k3d: K3d

  beforeEach(() => {
    runner = new WatchingRunner()
    cluster = temporaryCluster()
    k3d = new K3d(runner, cluster)
  })
  afterEach(() => {
    runner.assertFinished()
    cluster.remove()
  })

  const shape = () => ({agents: 2, k3sImage: 'rancher/k3s:v1.33.4-k3s1', ports: cluster.identity.ports, proxy: null})

  it('passes a config on standard input that k3d has accepted in a recording', async () => {
    runner.play('k3d create.cluster-create')
    await k3d.create(shape())
    const recorded = JSON.parse(recordedCall('k3d create.cluster-create').stdin!)
    recorded.options.runtime.labels[0].label = ownerLabelOf(currentOwner(cluster.data))
    expect(JSON.parse(runner.requests[0]!.input!)).to.deep.equal(recorded)
  })

  it('runs every call with a deadline and a KUBECONFIG that does not exist', async () => {
    runner.play('k3d create.cluster-create', 'k3d start.cluster-start', 'k3d add-agent.node-create')
    runner.play('k3d create.kubeconfig-get', 'k3d delete.cluster-delete')
    await k3d.create(shape())
    await k3d.start()
    await k3d.addAgent('rde-test-acc-agent-0')
    await k3d.kubeconfig()
    await k3d.delete()
    expect(runner.requests.filter(({timeoutMs}) => timeoutMs === undefined)).to.deep.equal([])
    expect(new Set(runner.requests.map(({env}) => env?.['KUBECONFIG']))).to.deep.equal(
      new Set([cluster.data.absentKubeconfig]),
    )
    expect(existsSync(cluster.data.absentKubeconfig)).to.equal(false)
  })

  it('uses a private folder for temporary files, and removes it', async () => {
    runner.play('k3d create.kubeconfig-get')
    await k3d.kubeconfig()
    expect({mode: runner.folderMode, there: existsSync(cluster.data.temporary)}).to.deep.equal({
      mode: 0o700,
      there: false,
    })
  })

  it('also removes that folder after a failure', async () => {
    runner.on(/^k3d cluster start/, {exitCode: 1})
    await k3d.start().catch(() => undefined)
    expect(existsSync(cluster.data.temporary)).to.equal(false)
  })

  it('includes the output of k3d in the error', async () => {
    runner.play('k3d create-fails.cluster-create')
    const message = await k3d.create(shape()).catch((error: Error) => error.message)
    expect(message).to.contain('bind: address already in use').and.not.to.contain('\u001B')
  })
})
