import {setTimeout as sleep} from 'node:timers/promises'

import {expect} from 'chai'

import type {WorkloadObject} from '@rde/toolchain'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, digestB} from '../testing/workloads.js'
import {watchRollout} from './watch-rollout.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: []}
const over = {observedGeneration: 1, updatedReplicas: 1, readyReplicas: 1, replicas: 1}
const seen = (digest: string, status: WorkloadObject['status']) => ({...deployment(`x:local@${digest}`), status})

describe('watchRollout', () => {
  /** Whether it resolves with these events, and nothing after them. */
  const resolves = async (objects: readonly object[], wait: number) => {
    let watched = ''
    const watch = async (path: string, onEvent: (event: never) => void, signal: AbortSignal) => {
      watched = path
      for (const object of objects) onEvent({object} as never)
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    }
    const {signal} = new AbortController()
    const workload = deployment('x:local')
    const end = watchRollout({workload, containers: []}, image, {kubectl: {watch}, signal, steadyMs: 0}).then(
      () => true,
    )
    const ended = await Promise.race([end, sleep(wait, false, {ref: false})])
    expect(watched).to.equal('/apis/apps/v1/namespaces/default/deployments?fieldSelector=metadata.name%3Dhello')
    return ended
  }

  it('resolves once the new pods are ready and those of before are gone', async () => {
    const objects = [seen(digestB, over), seen(digestA, {...over, replicas: 2}), seen(digestA, over)]
    expect(await resolves(objects, 60_000)).to.equal(true)
  })

  for (const [what, ...objects] of [
    ['runs other content', seen(digestB, over)],
    ['still has pods of before', seen(digestA, {...over, replicas: 2})],
    ['has no pod ready', seen(digestA, {...over, readyReplicas: 0})],
    ['has a pod that was ready for a moment', seen(digestA, over), seen(digestA, {...over, readyReplicas: 0})],
    ['was changed just now', {...seen(digestA, over), metadata: {...seen(digestA, over).metadata, generation: 2}}],
  ] as const)
    it(`waits while the Deployment ${what}`, async () => {
      expect(await resolves(objects, 20)).to.equal(false)
    })
})
