import {existsSync, mkdirSync, writeFileSync} from 'node:fs'

import {expect} from 'chai'

import type {InstalledRecord} from '../install/installed-record.js'
import {PhaseHarness} from '../testing/phase-harness.js'
import {deleteAttached, deleteAttachedQuestion} from './delete-attached.js'

const namespaceOf = (name: string) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
const pages: InstalledRecord = {
  ...{id: 'pages', title: 'Pages', version: '1', hash: '', after: [], crds: [], namespaces: [], awaited: []},
  origin: {objects: [namespaceOf('ours'), namespaceOf('theirs')], releases: [], claims: [], images: []},
}

describe('deleteAttached', () => {
  let harness: PhaseHarness
  beforeEach(() => {
    harness = new PhaseHarness()
    const attached = {context: 'team', push: 'registry.example', pull: 'registry.example'}
    mkdirSync(harness.data.cluster, {recursive: true})
    const {cluster} = harness.config
    const config = {...harness.config, kubeconfig: {}, cluster: {...cluster, attached}}
    writeFileSync(harness.data.config, JSON.stringify(config))
    const items = [{data: {component: JSON.stringify(pages)}}]
    harness.runner.on(/^kubectl get configmaps/, JSON.stringify({items}))
  })
  afterEach(() => harness.close())

  const empty = JSON.stringify({items: []})

  it('leaves a namespace that was there before, and takes the notes of rde along', async () => {
    harness.runner
      .on(/^kubectl get nodes,deployments/, empty)
      .on(/^kubectl get configmap rde-found /, 'default\ntheirs')
      .on(/^kubectl delete --ignore-not-found/)
      .on(/^kubectl delete configmap rde-component-pages /)
      .on(/^kubectl get namespaces --selector app.kubernetes.io\/managed-by=rde/, 'namespace/theirs\n')
      .on(/^kubectl delete configmap rde-found /)
    const {signal} = harness.interruption
    const {components} = await deleteAttached(harness.session, {keepCache: false, signal, report() {}})
    const deleted = harness.runner.requests.flatMap(({input}) => (typeof input === 'string' ? [input] : []))
    expect(components).to.deep.equal(['Pages'])
    expect(deleted.map((text) => JSON.parse(text).items)).to.deep.equal([[namespaceOf('ours')]])
    expect(existsSync(harness.data.cluster)).to.equal(false)
  })

  it('names the context, the components and the namespaces that go before it asks', async () => {
    harness.runner.on(/^kubectl get configmap rde-found /, 'default\ntheirs')
    expect(await deleteAttachedQuestion(harness.session)).to.equal(
      'rde-test-acc is the context team; rde removes Pages from it, with the namespaces ours. Remove and forget it?',
    )
  })
})
