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
  const resolves = async (...objects: readonly object[]) => {
    let watched = ''
    const watch = async (path: string, onEvent: (event: never) => void, signal: AbortSignal) => {
      watched = path
      for (const object of objects) onEvent({object} as never)
      signal.throwIfAborted()
    }
    const {signal} = new AbortController()
    const workload = deployment('x:local')
    const end = watchRollout({workload, containers: []}, image, {kubectl: {watch}, signal}).then(() => true)
    const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))
    const ended = await Promise.race([end, turn])
    expect(watched).to.equal('/apis/apps/v1/namespaces/default/deployments?fieldSelector=metadata.name%3Dhello')
    return ended
  }

  it('resolves once the new pods are ready and those of before are gone', async () => {
    expect(await resolves(seen(digestB, over), seen(digestA, {...over, replicas: 2}), seen(digestA, over))).to.equal(
      true,
    )
  })

  for (const [what, object] of [
    ['runs other content', seen(digestB, over)],
    ['still has pods of before', seen(digestA, {...over, replicas: 2})],
    ['has no pod ready', seen(digestA, {...over, readyReplicas: 0})],
    ['was changed just now', {...seen(digestA, over), metadata: {...seen(digestA, over).metadata, generation: 2}}],
  ] as const)
    it(`waits while the Deployment ${what}`, async () => {
      expect(await resolves(object)).to.equal(false)
    })
})
