import {expect} from 'chai'

import {ScriptedProcessRunner} from '@rde/process-runner/testing'
import {Kubectl} from '@rde/toolchain/wrappers/kubectl'

import {exitCodesOf} from './exit-codes.js'

describe('exitCodesOf', () => {
  it('reads them from the ConfigMap of relay-core; a skipped step has none', async () => {
    const runner = new ScriptedProcessRunner().play('kubectl runs.exit-codes')
    const steps = ['build', 'fails', 'after']
    const codes = await exitCodesOf(new Kubectl(runner, {kubeconfig: '/k'}), {run: 'mixed-2', steps})
    expect([...codes]).to.deep.equal([
      ['build', 0],
      ['fails', 3],
    ])
  })
})
