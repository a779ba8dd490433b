import {setTimeout as sleep} from 'node:timers/promises'

import {expect} from 'chai'

import type {WorkloadObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB} from '../testing/workloads.js'
import {watchRollout} from './watch-rollout.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}
const over = {observedGeneration: 1, updatedReplicas: 1, readyReplicas: 1, replicas: 1}
const seen = (digest: string, status: NonNullable<WorkloadObject['status']>) => ({
  ...deployment(`x:local@${digest}`),
  status,
})
const withoutProbe = (object: WorkloadObject): WorkloadObject => {
  const containers = [{name: 'main', image: `x:local@${digestA}`}]
  return {...object, spec: {...object.spec, template: {spec: {containers}}}}
}
const everywhere = {observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2}
const daemons = (status: NonNullable<WorkloadObject['status']>) => ({
  ...seen(digestA, status),
  kind: 'DaemonSet' as const,
})

describe('watchRollout', () => {
  /** Whether it resolves with only these events. */
  const resolves = async (objects: readonly WorkloadObject[], wait: number, steadyMs = 60_000) => {
    let watched = ''
    const watch = async (path: string, onEvent: (event: never) => void, signal: AbortSignal) => {
      watched = path
      for (const object of objects) onEvent({object} as never)
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    }
    const {signal} = new AbortController()
    const workload = {...deployment('x:local'), kind: objects[0]!.kind}
    const end = watchRollout({workload, containers: []}, image, {kubectl: {watch}, signal, steadyMs}).then(() => true)
    const ended = await Promise.race([end, sleep(wait, false, {ref: false})])
    const kinds = `${workload.kind.toLowerCase()}s`
    expect(watched).to.equal(`/apis/apps/v1/namespaces/default/${kinds}?fieldSelector=metadata.name%3Dhello`)
    return ended
  }

  it('resolves once the new pods are ready and the old ones are deleted', async () => {
    const objects = [seen(digestB, over), seen(digestA, {...over, replicas: 2}), seen(digestA, over)]
    expect(await resolves(objects, 60_000)).to.equal(true)
  })

  it('resolves without a probe once the rollout has remained complete', async () => {
    expect(await resolves([withoutProbe(seen(digestA, over))], 60_000, 0)).to.equal(true)
  })

  it('resolves once the pods of a DaemonSet are ready everywhere', async () => {
    expect(await resolves([daemons(everywhere)], 60_000)).to.equal(true)
  })

  for (const [what, ...objects] of [
    ['runs other content', seen(digestB, over)],
    ['still has pods of before', seen(digestA, {...over, replicas: 2})],
    ['has no pod ready', seen(digestA, {...over, readyReplicas: 0})],
    ['has a pod that was ready for a moment', seen(digestA, over), seen(digestA, {...over, readyReplicas: 0})],
    ['has no probe, and was ready just now', withoutProbe(seen(digestA, over))],
    ['is a DaemonSet with a node to come', daemons({...everywhere, updatedNumberScheduled: 1})],
    ['is a DaemonSet with a pod that is not ready', daemons({...everywhere, numberReady: 1})],
    ['was changed just now', {...seen(digestA, over), metadata: {...seen(digestA, over).metadata, generation: 2}}],
  ] as const)
    it(`waits while the workload ${what}`, async () => {
      expect(await resolves(objects, 20)).to.equal(false)
    })
})
