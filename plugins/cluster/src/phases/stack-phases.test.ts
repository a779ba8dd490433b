import {expect} from 'chai'

import {ClusterView} from '../install/cluster-view.js'
import {relayCoreStack, StackHarness} from '../testing/stack-harness.js'
import {stackPhases} from './stack-phases.js'

describe('the phases of the stack', () => {
  let harness: StackHarness
  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const after = async (createUnderWay: boolean) => {
    const phases = stackPhases(await harness.choose(relayCoreStack), new ClusterView(), {createUnderWay})
    return phases.filter(({id}) => id.endsWith('-images')).map((phase) => phase.after)
  }

  it('send images while the nodes come up', async () => {
    expect(await after(false)).to.deep.equal([['config'], ['config']])
  })

  it('send no image to the registry of an interrupted create, which goes with it', async () => {
    expect(await after(true)).to.deep.equal([['cluster'], ['cluster']])
  })
})
