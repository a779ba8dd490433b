import {expect} from 'chai'

import {AttachedHarness, workload} from '../testing/attached-harness.js'
import {attachedStatus} from './attached-status.js'

const web = {id: 'web', awaited: [{kind: 'Deployment', namespace: 'shop', name: 'web'}]} as const
const crds = /^kubectl get --raw \/apis\/apiextensions/
const none = JSON.stringify({items: []})

describe('attachedStatus', () => {
  let harness: AttachedHarness
  beforeEach(() => (harness = new AttachedHarness()))
  afterEach(() => harness.close())

  const run = () => attachedStatus(harness.session, harness.interruption.signal)
  const shop = {kind: 'Namespace', metadata: {name: 'shop'}}

  it('is stopped if a stop scaled everything to zero, even if components do not answer', async () => {
    harness.installed(web, {id: 'vault'}).shows(shop, workload('shop/web', {replicas: 0, stopped: '1'}))
    harness.runner.on(crds, none).on(/vault-0:8200\/proxy/, {exitCode: 1, stderr: 'pods "vault-0" not found'})
    const {verdict, problems, repair} = await run()
    expect({verdict, problems, repair}).to.deep.equal({verdict: 'stopped', problems: [], repair: 'rde cluster start'})
  })

  it('is degraded if somebody else scaled a workload to zero', async () => {
    harness.installed(web).shows(shop, workload('shop/web', {replicas: 0}))
    harness.runner.on(crds, none)
    const {verdict, problems} = await run()
    expect({verdict, problems}).to.deep.equal({verdict: 'degraded', problems: ['web: web is scaled to 0']})
  })

  it('is unknown if the API server does not answer, and names the context', async () => {
    harness.runner.on(/^kubectl get nodes,/, {exitCode: 1, stderr: 'Unable to connect to the server: EOF'})
    const {verdict, problems, repair} = await run()
    expect([verdict, problems, repair]).to.deep.equal([
      'unknown',
      ['the API server does not answer (context team)'],
      'rde kubectl version',
    ])
  })

  it('ignores the workloads of others', async () => {
    harness.installed(web)
    harness.shows(shop, workload('shop/web', {replicas: 0, stopped: '1'}), workload('theirs/broken', {replicas: 2}))
    harness.runner.on(crds, none)
    expect((await run()).verdict).to.equal('stopped')
  })
})
