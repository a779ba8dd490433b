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
  return {runs: runsContent(user!, image, now), missing: missingContent(user!, image, now)}
}

describe('Whether a workload runs the present content', () => {
  it('is true if the runtime reports it for a plain tag', () => {
    expect(state(deployment('x:local'), [pod('x:local', digestA)])).to.deep.equal({runs: true, missing: undefined})
  })

  it('is true if the runtime identifies the content only by its configuration', () => {
    const configDigest = `sha256:${'c'.repeat(64)}`
    const now = snapshot([deployment('x:local')], [pod('x:local', configDigest)])
    const known = {...image, configDigest}
    expect(runsContent(imageUsers(known, now)[0]!, known, now)).to.equal(true)
    expect(runsContent(imageUsers(image, now)[0]!, image, now)).to.equal(false)
  })

  it('is false if a pod still runs the previous content of the tag', () => {
    expect(state(deployment('x:local'), [pod('x:local', digestB)])).to.deep.equal({
      runs: false,
      missing: 'has pods that run its earlier content',
    })
  })

  it('is false if the workload names another digest', () => {
    const named = `x:local@${digestB}`
    expect(state(deployment(named), [pod(named, digestB)]).runs).to.equal(false)
  })

  it('is true for a pod with the digest, whichever digest the runtime lists first', () => {
    const named = `x:local@${digestA}`
    expect(state(deployment(named), [pod(named, digestB)]).runs).to.equal(true)
  })

  it('is false before the newest pods exist', () => {
    const named = `x:local@${digestA}`
    const changed = {...deployment(named), status: {observedGeneration: 1, updatedReplicas: 0}}
    expect(state(changed, []).missing).to.equal('has 0 of 1 updated pods')
  })

  it('is true if the workload is scaled to 0', () => {
    const idle = deployment(`x:local@${digestA}`)
    expect(state({...idle, spec: {...idle.spec, replicas: 0}}, []).missing).to.equal(undefined)
  })
})

describe('isManaged', () => {
  it('is true for a workload of an operator', () => {
    expect(isManaged(deployment('x:local', {ownerReferences: [{kind: 'RelayCore', name: 'one'}]}))).to.equal(true)
  })

  it("is true for a workload of relay-core's installer", () => {
    expect(isManaged(deployment('x:local', {labels: {'app.kubernetes.io/managed-by': 'relay-installer'}}))).to.equal(
      true,
    )
  })

  it('is true for a workload of Helm', () => {
    expect(isManaged(deployment('x:local', {annotations: {'meta.helm.sh/release-name': 'one'}}))).to.equal(true)
  })

  it('is false for a workload that was applied', () => {
    expect(isManaged(deployment('x:local'))).to.equal(false)
  })
})
