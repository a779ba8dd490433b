import {existsSync} from 'node:fs'

import {expect} from 'chai'

import type {InstalledRecord} from '../install/installed-record.js'
import {AttachedHarness} from '../testing/attached-harness.js'
import {deleteAttached, deleteAttachedQuestion} from './delete-attached.js'

const namespaceOf = (name: string) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})
const pages: InstalledRecord = {
  ...{id: 'pages', title: 'Pages', version: '1', hash: '', after: [], crds: [], namespaces: [], awaited: []},
  origin: {objects: [namespaceOf('ours'), namespaceOf('theirs')], releases: [], claims: [], images: []},
}

describe('deleteAttached', () => {
  let harness: AttachedHarness
  beforeEach(() => (harness = new AttachedHarness().installed(pages).shows()))
  afterEach(() => harness.close())

  const run = () => deleteAttached(harness.session, {keepCache: false, ...harness.given})
  const none = JSON.stringify({items: []})
  const expectDelete = () =>
    harness.runner
      .on(/^kubectl get --raw \/apis\/apiextensions/, none)
      .on(/^kubectl get namespaces --selector app.kubernetes.io\/managed-by=rde/, 'namespace/theirs\n')
      .on(/^kubectl get persistentvolumeclaims/, none)
      .on(/^kubectl delete --ignore-not-found/)
      .on(/^kubectl delete configmap rde-component-pages /)
      .on(/^kubectl delete configmap rde-found /)
  const deleted = () =>
    harness.runner.requests.flatMap(({input}) => (typeof input === 'string' ? [JSON.parse(input).items] : []))

  it('keeps a namespace that existed before rde, and removes the records of rde', async () => {
    expectDelete().on(/^kubectl get configmap rde-found /, 'default\ntheirs')
    const {components, left} = await run()
    expect([components, left]).to.deep.equal([['Pages'], []])
    expect(deleted()).to.deep.equal([[namespaceOf('ours')]])
    expect(existsSync(harness.data.cluster)).to.equal(false)
  })

  it('keeps and names namespaces that may have existed before rde, if that was not recorded', async () => {
    expectDelete()
      .on(/^kubectl get configmap rde-found /, '')
      .on(/^kubectl delete --ignore-not-found/)
    expect((await run()).left).to.deep.equal(['namespace/ours (it may have been there before rde)'])
    // A namespace with the label of rde was created by rde.
    expect(deleted()).to.deep.equal([[], [namespaceOf('theirs')]])
  })

  it('keeps config.json if it cannot remove something', async () => {
    harness.runner
      .on(/^kubectl get --raw \/apis\/apiextensions/, none)
      .on(/^kubectl get configmap rde-found /, 'default')
      .on(/^kubectl get namespaces --selector/, '')
      .on(/^kubectl get persistentvolumeclaims/, none)
      .on(/^kubectl delete --ignore-not-found/, {exitCode: 1, stderr: 'forbidden'})
    expect(await run().catch((error: unknown) => error)).to.include({stderr: 'forbidden'})
    expect(existsSync(harness.data.config)).to.equal(true)
  })

  it('asks with the context, the components and the namespaces to remove', async () => {
    harness.runner.on(/^kubectl get configmap rde-found /, 'default\ntheirs')
    expect(await deleteAttachedQuestion(harness.session)).to.equal(
      'rde-test-acc is the context team; rde removes Pages from it, with the namespaces ours. Remove and forget it?',
    )
  })
})

describe('deleteAttached of a cluster that looks like production', () => {
  it('removes nothing unless its name is typed', async () => {
    const production = new AttachedHarness({context: 'eu-prod'})
    const options = {keepCache: false, ...production.given}
    const error = await deleteAttached(production.session, options).catch((thrown: unknown) => thrown)
    expect(error).to.include({code: 'RDE_CONTEXT_PRODUCTION'})
    expect(production.runner.requests).to.deep.equal([])
    production.close()
  })
})
