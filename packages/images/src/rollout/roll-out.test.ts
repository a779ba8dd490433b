import {once} from 'node:events'

import {writeReleaseValues} from '@rde/config'
import {temporaryData} from '@rde/config/testing/temporary-data'
import {RdeError} from '@rde/errors'
import type {WorkloadObject} from '@rde/toolchain'
import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {ImageHarness} from '../testing/image-harness.js'
import {deployment, digestA, digestB, pod, watching} from '../testing/workloads.js'
import {rollOut, snapshotsOf} from './roll-out.js'

const named = `x:local@${digestA}`
const started = 'node 2026-01-01T00:00:00Z 0\n'
const helm = {'app.kubernetes.io/managed-by': 'Helm'}

/** A DaemonSet that replaces its pods only when they are deleted. */
function waiting(image: string, name = 'waiting'): WorkloadObject {
  const whole = deployment(image, {name})
  return {...whole, kind: 'DaemonSet', spec: {...whole.spec, updateStrategy: {type: 'OnDelete'}}}
}

describe('rollOut', () => {
  let harness: ImageHarness
  let data: ReturnType<typeof temporaryData>
  beforeEach(() => {
    harness = new ImageHarness()
    data = temporaryData()
    harness.data = data.data
  })
  afterEach(() => {
    data.remove()
    harness.runner.assertFinished()
  })

  const sees = (...items: object[]) =>
    harness.runner.on(/^kubectl get nodes,/, JSON.stringify({items})).on(/^docker inspect --type container /, started)
  const run = async (release: (signal: AbortSignal) => Promise<void> = async () => {}) => {
    const {context} = harness
    const {done, failed} = await rollOut(
      [{reference: ImageReference.parse('x:local'), digest: digestA}],
      {release, snapshots: snapshotsOf(context)},
      context,
    )
    return {done: done.length, failed: failed.map(({error}) => (error as Error & {code?: string}).code)}
  }
  const patches = (kind: string, name: string) =>
    harness.runner.on(new RegExp(`^kubectl patch ${kind}s\\.apps ${name} `))

  it('waits for the other workloads if one cannot be rolled out', async () => {
    sees(waiting('x:local'), deployment('x:local'), pod('x:local', digestB))
    patches('daemonset', 'waiting')
    patches('deployment', 'hello')
    harness.runner.on(/^kubectl get --raw .*deployments\?/, watching(named))
    sees(waiting(named), deployment(named), pod('x:local', digestB))
    sees(waiting(named), deployment(named), pod(named, digestA))
    expect(await run()).to.deep.equal({done: 0, failed: ['RDE_ROLLOUT_ON_DELETE']})
  })

  it('names each workload that failed', async () => {
    sees(waiting('x:local'), waiting('x:local', 'other'), pod('x:local', digestB))
    patches('daemonset', 'waiting')
    patches('daemonset', 'other')
    expect((await run()).failed).to.have.length(2)
  })

  describe('of a service', () => {
    beforeEach(async () => {
      await writeReleaseValues('one', {image: 'x:local'}, data.data)
    })
    const outdated = () => sees(deployment('x:local', {labels: helm}), pod('x:local', digestB))
    const failing = async () => {
      throw new RdeError('Helm failed.', {code: 'RDE_TEST'})
    }

    it('fails once if the release fails', async () => {
      outdated()
      expect(await run(failing)).to.deep.equal({done: 0, failed: ['RDE_TEST']})
    })

    it('fails with the release even if all workloads already run the content', async () => {
      sees(deployment('x:local'), pod('x:local', digestA))
      expect(await run(failing)).to.deep.equal({done: 0, failed: ['RDE_TEST']})
    })

    it('stops a release that waits for a pod that never runs', async () => {
      outdated()
      const state = {waiting: {reason: 'CrashLoopBackOff'}}
      const crashing = {...pod(named, digestA), status: {containerStatuses: [{name: 'main', restartCount: 2, state}]}}
      sees(deployment(named, {labels: helm}), crashing)
      harness.runner.on(/^kubectl logs hello-1 /, 'panic: no config')
      const release = async (signal: AbortSignal) => void (await once(signal, 'abort'))
      expect(await run(release)).to.deep.equal({done: 0, failed: ['RDE_CANNOT_HEAL']})
    })
  })
})
