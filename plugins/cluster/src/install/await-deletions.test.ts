import {isRdeError} from '@rde/errors'
import type {PreparedComponent} from '@rde/stack'
import {expect} from 'chai'

import {PhaseHarness} from '../testing/phase-harness.js'
import {awaitDeletions} from './await-deletions.js'

const namespace = (deletionTimestamp?: string) => ({
  kind: 'Namespace',
  metadata: {name: 'tekton', ...(deletionTimestamp && {deletionTimestamp})},
  status: {conditions: [{type: 'NamespaceFinalizersRemaining', status: 'True', message: 'relay.sh/finalizer in 1'}]},
})
const leaving = JSON.stringify(namespace('2026-11-23T10:00:00Z'))

describe('awaitDeletions', () => {
  let harness: PhaseHarness
  const component: PreparedComponent = {
    id: 'tekton',
    title: 'Tekton',
    version: '1',
    extension: undefined,
    images: [],
    after: [],
    hash: 'h',
    crds: [],
    objects: [{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'c', namespace: 'tekton'}}],
    charts: [],
    awaited: [],
    namespaces: [],
    dryRun: undefined,
    notes: [],
  }

  beforeEach(() => {
    harness = new PhaseHarness()
  })
  afterEach(() => harness.close())

  it('asks once if nothing is being deleted', async () => {
    harness.runner.on(/^kubectl get namespaces\/tekton /, JSON.stringify(namespace()))
    await awaitDeletions(component, harness.context)
  })

  it('does not wait for what does not exist', async () => {
    harness.runner.on(/^kubectl get namespaces\/tekton /, '')
    await awaitDeletions(component, harness.context)
  })

  it('waits until a namespace is deleted, and reports it', async () => {
    harness.runner.on(/^kubectl get /, leaving).on(/^kubectl get /, '')
    await awaitDeletions(component, harness.context)
    expect(harness.reports).to.deep.equal(['waiting for namespace tekton to be deleted'])
  })

  it("reports Kubernetes' message when the deletion hangs", async () => {
    harness.runner.on(/^kubectl get /, leaving)
    const error = await awaitDeletions(component, harness.context, 0).catch((thrown: unknown) => thrown)
    expect(isRdeError(error) && [error.code, error.message]).to.deep.equal([
      'RDE_DELETION_HANGS',
      'namespace tekton cannot be deleted: relay.sh/finalizer in 1',
    ])
  })
})
