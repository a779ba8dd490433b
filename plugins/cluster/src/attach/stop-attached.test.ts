import {expect} from 'chai'

import {AttachedHarness, workload} from '../testing/attached-harness.js'
import {stopAttached} from './stop-attached.js'

const awaited = (...names: string[]) => names.map((name) => ({kind: 'Deployment', namespace: 'shop', name}) as const)

describe('stopAttached', () => {
  let harness: AttachedHarness
  beforeEach(() => (harness = new AttachedHarness()))
  afterEach(() => harness.close())

  const run = () => stopAttached(harness.session, {...harness.given, yes: false})
  const changes = () => harness.runner.commandLines.filter((line) => /^kubectl (scale|annotate) /.test(line))

  it('notes the replicas of each workload of a component, and scales it to zero', async () => {
    harness.installed({id: 'web', awaited: awaited('web')}).shows(workload('shop/web', {replicas: 3}))
    harness.runner.on(/^kubectl annotate /).on(/^kubectl scale /)
    expect((await run()).stopped).to.deep.equal(['shop/web'])
    const [noted, scaled] = changes()
    expect(noted).to.match(/deployments.apps\/web --namespace shop --overwrite rde.relay.sh\/replicas=3/)
    expect(scaled).to.match(/deployments.apps\/web --namespace shop --replicas=0/)
  })

  it('does not touch workloads of others, nor a DaemonSet, which has no replicas', async () => {
    harness.installed({id: 'web', awaited: awaited('web')})
    harness.shows(workload('shop/theirs', {replicas: 2}), workload('shop/web', {kind: 'DaemonSet', replicas: 1}))
    expect((await run()).stopped).to.deep.equal([])
    expect(changes()).to.deep.equal([])
  })

  it('stops dependants first', async () => {
    harness.installed({id: 'base', awaited: awaited('base')}, {id: 'top', after: ['base'], awaited: awaited('top')})
    harness.shows(workload('shop/base', {replicas: 1}), workload('shop/top', {replicas: 1}))
    harness.runner
      .on(/annotate/)
      .on(/annotate/)
      .on(/scale/)
      .on(/scale/)
    expect((await run()).stopped).to.deep.equal(['shop/top', 'shop/base'])
  })

  it('does not note the zero of an earlier stop', async () => {
    harness.installed({id: 'web', awaited: awaited('web')}).shows(workload('shop/web', {replicas: 0, stopped: '3'}))
    expect((await run()).stopped).to.deep.equal([])
  })
})
