import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'

import {Docker} from '../docker/docker.js'
import {Kubectl} from '../wrappers/kubectl.js'

import {takeSnapshot} from './snapshot.js'

const deletionTimestamp = '2026-11-23T10:00:00Z'

async function snapshot(items: object[]) {
  const runner = new ScriptedProcessRunner().on(/^kubectl get nodes,/, JSON.stringify({items}))
  return takeSnapshot(new Kubectl(runner, {kubeconfig: '/k.yaml'}), new Docker(runner), [])
}

describe('takeSnapshot', () => {
  it('omits a workload that is being deleted', async () => {
    const deployment = {kind: 'Deployment', metadata: {name: 'a', namespace: 'n', deletionTimestamp}}
    expect((await snapshot([deployment])).workloads).to.deep.equal([])
  })
})
