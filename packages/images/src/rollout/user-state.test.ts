import {expect} from 'chai'

import type {PodObject, WorkloadObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB, pod, snapshot} from '../testing/workloads.js'
import {imageUsers} from './image-users.js'
import {missingContent, isManaged, runsContent} from './user-state.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}

function state(workload: WorkloadObject, pods: readonly PodObject[]) {
  const now = snapshot([workload], pods)
  const [user] = imageUsers(image, now)
  return {runs: runsContent(user!, image, now), lack: missingContent(user!, image, now)}
}

describe('Whether a workload runs the present content', () => {
  it('is so where the runtime says so of a plain tag', () => {
    expect(state(deployment('x:local'), [pod('x:local', digestA)])).to.deep.equal({runs: true, lack: undefined})
  })

  it('is so where the runtime knows the content by its configuration alone', () => {
    const configDigest = `sha256:${'c'.repeat(64)}`
    const now = snapshot([deployment('x:local')], [pod('x:local', configDigest)])
    const known = {...image, configDigest}
    expect(runsContent(imageUsers(known, now)[0]!, known, now)).to.equal(true)
    expect(runsContent(imageUsers(image, now)[0]!, image, now)).to.equal(false)
  })

  it('is not so where a pod still runs what the tag stood for before', () => {
    expect(state(deployment('x:local'), [pod('x:local', digestB)])).to.deep.equal({
      runs: false,
      lack: 'has pods that run its earlier content',
    })
  })

  it('is not so where the workload names another digest', () => {
    const named = `x:local@${digestB}`
    expect(state(deployment(named), [pod(named, digestB)]).runs).to.equal(false)
  })

  it('is so for a pod made with the digest, under whichever digest the runtime lists the content first', () => {
    const named = `x:local@${digestA}`
    expect(state(deployment(named), [pod(named, digestB)]).runs).to.equal(true)
  })

  it('is not so before the pods of the newest kind are there', () => {
    const named = `x:local@${digestA}`
    const changed = {...deployment(named), status: {observedGeneration: 1, updatedReplicas: 0}}
    expect(state(changed, []).lack).to.equal('has 0 of 1 pods of its newest kind')
  })

  it('is so where nobody wants a pod', () => {
    const idle = deployment(`x:local@${digestA}`)
    expect(state({...idle, spec: {...idle.spec, replicas: 0}}, []).lack).to.equal(undefined)
  })
})

describe('isManaged', () => {
  it('leaves what an operator made to the operator', () => {
    expect(isManaged(deployment('x:local', {ownerReferences: [{kind: 'RelayCore', name: 'one'}]}))).to.equal(true)
  })

  it("leaves what relay-core's installer made to the installer", () => {
    expect(isManaged(deployment('x:local', {labels: {'app.kubernetes.io/managed-by': 'relay-installer'}}))).to.equal(
      true,
    )
  })

  it('leaves what Helm made to Helm', () => {
    expect(isManaged(deployment('x:local', {annotations: {'meta.helm.sh/release-name': 'one'}}))).to.equal(true)
  })

  it('lets what somebody applied be patched', () => {
    expect(isManaged(deployment('x:local'))).to.equal(false)
  })
})
