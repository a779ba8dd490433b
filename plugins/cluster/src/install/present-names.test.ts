import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain'
import {expect} from 'chai'

import {presentNames} from './present-names.js'

async function present(...lines: string[]) {
  const runner = new ScriptedProcessRunner().on(/^kubectl get customresourcedefinitions/, lines.join('\n'))
  const {crds, namespaces} = await presentNames(new Kubectl(runner, {kubeconfig: '/k.yaml'}))
  return [...crds, ...namespaces]
}

describe('presentNames', () => {
  it('tells definitions and namespaces', async () => {
    const names = await present('CustomResourceDefinition runs.relay.sh ', 'Namespace relay-system ', '')
    expect(names).to.deep.equal(['runs.relay.sh', 'relay-system'])
  })

  it('counts as gone what is being deleted', async () => {
    expect(await present('Namespace tekton-pipelines 2026-11-23T10:00:00Z')).to.deep.equal([])
  })
})
