import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain'

import {AttachedHarness} from '../testing/attached-harness.js'
import {clusterObjects} from '../testing/cluster-objects.js'
import {chooseLogSources, findLogSources, podSources} from './find-log-sources.js'

const record = {
  id: 'relay-core',
  awaited: [{kind: 'Deployment', namespace: 'relay-system', name: 'relay-core-v1-operator'}],
}
const pod = (namespace: string, name: string, owner?: {kind: string; name: string}) => ({
  kind: 'Pod',
  metadata: {namespace, name, ...(owner && {ownerReferences: [owner]})},
  spec: {containers: [{name: 'main'}]},
})
const pods = [
  pod('relay-system', 'relay-core-v1-operator-84dc-zrz9t', {kind: 'ReplicaSet', name: 'relay-core-v1-operator-84dc'}),
  pod('relay-system', 'relay-core-v1-vault-init-sz8f6', {kind: 'Job', name: 'relay-core-v1-vault-init'}),
  pod('relay-system', 'token-shim-8446-w987l', {kind: 'ReplicaSet', name: 'token-shim-8446'}),
  pod('relay-system', 'vault-0', {kind: 'StatefulSet', name: 'vault'}),
  pod('relay-tenants', 'hello-1-step', {kind: 'TaskRun', name: 'hello-1'}),
]

describe('the sources of logs', () => {
  const labels = async (wanted?: string) => {
    const runner = new ScriptedProcessRunner()
      .on(/get configmaps/, JSON.stringify({items: [clusterObjects.record(record)]}))
      .on(/get pods --all-namespaces/, JSON.stringify({items: pods}))
    const sources = await podSources(new Kubectl(runner, {file: 'kubectl', kubeconfig: '/nonexistent'}))
    runner.assertFinished()
    return chooseLogSources(sources, wanted).map(({label}) => label)
  }

  it('are the awaited workloads, then other pods in their namespaces, and no steps', async () => {
    expect(await labels()).to.deep.equal([
      'relay-core-v1-operator-84dc-zrz9t/main',
      'relay-core-v1-vault-init-sz8f6/main',
      'token-shim-8446-w987l/main',
      'vault-0/main',
    ])
  })

  it('are found by the name of a workload that is not awaited, such as Vault', async () => {
    expect(await labels('vault')).to.deep.equal(['vault-0/main'])
    expect(await labels('token-shim')).to.deep.equal(['token-shim-8446-w987l/main'])
  })

  it('are found by a part of the name', async () => {
    expect(await labels('operator')).to.deep.equal(['relay-core-v1-operator-84dc-zrz9t/main'])
  })

  it('are found on an attached cluster without calling Docker', async () => {
    const harness = new AttachedHarness()
    harness.runner
      .on(/^kubectl get configmaps/, JSON.stringify({items: [clusterObjects.record(record)]}))
      .on(/^kubectl get pods --all-namespaces/, JSON.stringify({items: pods.slice(0, 1)}))
    const sources = await findLogSources(harness.session, harness.interruption.signal)
    expect(sources.map(({label}) => label)).to.deep.equal(['relay-core-v1-operator-84dc-zrz9t/main'])
    harness.close()
  })
})
