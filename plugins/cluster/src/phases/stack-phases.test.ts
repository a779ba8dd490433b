import {expect} from 'chai'

import {ClusterView} from '../install/cluster-view.js'
import {relayCoreStack, StackHarness} from '../testing/stack-harness.js'
import {imageId} from '../testing/stored-images.js'
import {stackPhases} from './stack-phases.js'

describe('the phases of the stack', () => {
  let harness: StackHarness
  beforeEach(() => (harness = new StackHarness()))
  afterEach(() => harness.close())

  const after = async (createUnderWay: boolean) => {
    const phases = stackPhases(await harness.choose(relayCoreStack), new ClusterView(), {createUnderWay})
    return phases.filter(({id}) => id.endsWith('-images')).map((phase) => phase.after)
  }

  it('push images while the nodes start', async () => {
    expect(await after(false)).to.deep.equal([['config'], ['config']])
  })

  it('push no image to the registry of an interrupted create, which will be removed', async () => {
    expect(await after(true)).to.deep.equal([['cluster'], ['cluster']])
  })

  it('each list in a dry run what they would do', async () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "web:1"}]}\n'
    harness.on(/^docker images /, `web:1 ${imageId}\nrelay-operator:local ${imageId}`)
    harness.runner.always(/^helm /, pod)
    const stack = await harness.choose(relayCoreStack, {
      'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
    })
    const phases = stackPhases(stack, new ClusterView(), {createUnderWay: false})
    const applied = phases.filter(({applies}) => applies?.(harness.config) ?? true)
    const {context} = harness
    const silent: string[] = []
    for (const {id, preview} of applied) if (!(await preview?.(context))?.length) silent.push(id)
    expect(silent).to.deep.equal([])
    expect(applied.map(({id}) => id)).to.include.members([
      'service-images',
      'stack-images',
      'relay-core',
      'helm-values',
    ])
  })
})
