import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {readCrds} from './present-crds.js'

async function present(...items: object[]) {
  const list = JSON.stringify({items: items.map((metadata) => ({metadata}))})
  const runner = new ScriptedProcessRunner().on(/^kubectl get --raw .*customresourcedefinitions /, list)
  return [...(await readCrds(new Kubectl(runner, {kubeconfig: '/k.yaml'})))]
}

describe('readCrds', () => {
  it('lists the definitions', async () => {
    expect(await present({name: 'runs.relay.sh'})).to.deep.equal(['runs.relay.sh'])
  })

  it('leaves out definitions that are being deleted', async () => {
    expect(await present({name: 'runs.relay.sh', deletionTimestamp: '2026-11-23T10:00:00Z'})).to.deep.equal([])
  })
})
