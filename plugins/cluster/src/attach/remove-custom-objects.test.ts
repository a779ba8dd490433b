import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {removeCustomObjects} from './remove-custom-objects.js'

const crds = [
  'relaycores.install.relay.sh',
  'tenants.relay.sh',
  'runs.relay.sh',
  'deleted.relay.sh',
  'others.example.com',
]
const nothing = {title: '', version: '', hash: '', after: [], namespaces: [], awaited: []}
const records = [{...nothing, id: 'relay-crds', crds}]
const none = JSON.stringify({items: []})
const run = {metadata: {namespace: 'relay-tenants', name: 'hello-1', finalizers: ['workflowrun.finalizers.relay.sh']}}

describe('removeCustomObjects', () => {
  let harness: AttachedHarness
  beforeEach(() => {
    harness = new AttachedHarness()
    const items = crds.filter((name) => name !== 'deleted.relay.sh').map((name) => ({metadata: {name}}))
    harness.runner.on(/^kubectl get --raw \/apis\/apiextensions/, JSON.stringify({items}))
  })
  afterEach(() => harness.close())

  const remove = () => removeCustomObjects(records, {...harness.tools, ...harness.given, limitMs: 0})

  it('removes runs first and relay-core, which finalizes them, last; and no objects of other CRDs', async () => {
    for (const kind of ['runs', 'tenants', 'relaycores.install'])
      harness.runner
        .on(new RegExp(`^kubectl delete ${kind}.relay.sh --all`))
        .on(new RegExp(`^kubectl get ${kind}`), none)
    await remove()
    const deleted = harness.runner.commandLines.flatMap((line) => /^kubectl delete (\S+)/.exec(line)?.[1] ?? [])
    expect(deleted).to.deep.equal(['runs.relay.sh', 'tenants.relay.sh', 'relaycores.install.relay.sh'])
  })

  it('stops if finalizers are not removed, and keeps their controllers', async () => {
    harness.runner.on(/^kubectl delete runs/).on(/^kubectl get runs/, JSON.stringify({items: [run]}))
    const error = await remove().catch(
      (thrown: unknown) => thrown as {code: string; message: string; remedies: object[]},
    )
    expect(error).to.include({code: 'RDE_NOT_FINALIZED'})
    expect(error?.message).to.contain('relay-tenants/hello-1: workflowrun.finalizers.relay.sh')
    expect(error?.remedies[1]).to.deep.include({
      command: `rde kubectl patch runs.relay.sh hello-1 --namespace relay-tenants --type merge --patch '{"metadata":{"finalizers":null}}'`,
    })
  })

  it('reports why the API server refuses to delete', async () => {
    harness.runner.on(/^kubectl delete runs/, {exitCode: 1, stderr: 'admission webhook denied the request'})
    const error = await remove().catch((thrown: unknown) => thrown as {stderr: string})
    expect(error?.stderr).to.contain('admission webhook denied')
  })
})
