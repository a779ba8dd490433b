import {expect} from 'chai'

import {inspectCommand, podTroubles} from './pod-troubles.js'
import type {PodObject} from './objects.js'

const waiting = (reason: string, message = ''): PodObject => ({
  kind: 'Pod',
  metadata: {name: 'operator', namespace: 'relay-system', uid: 'u'},
  status: {containerStatuses: [{name: 'main', state: {waiting: {reason, message}}}]},
})
const patience = (pod: PodObject, nodesReady = true) => podTroubles([pod], nodesReady)[0]?.patienceMs

describe('podTroubles', () => {
  it('reports nothing for a pod that is being created', () => {
    expect(podTroubles([waiting('ContainerCreating')], true)).to.deep.equal([])
  })

  it('reports nothing for a pod that is being deleted', () => {
    const {metadata, ...pod} = waiting('InvalidImageName')
    expect(
      podTroubles([{...pod, metadata: {...metadata, deletionTimestamp: '2026-11-23T10:00:00Z'}}], true),
    ).to.deep.equal([])
  })

  it('does not wait on an invalid image name', () => {
    expect(patience(waiting('InvalidImageName'))).to.equal(0)
  })

  it('does not wait when the registry does not have the image', () => {
    const message =
      'failed to resolve reference "docker.io/library/relay-operator:local": docker.io/library/relay-operator:local: not found'
    expect(patience(waiting('ErrImagePull', message))).to.equal(0)
  })

  it('waits when no registry answered', () => {
    const message = 'failed to do request: Head "https://registry/v2/x": dial tcp: lookup registry: no such host'
    expect(patience(waiting('ErrImagePull', message))).to.equal(undefined)
  })

  it('waits 20 seconds for a missing Secret', () => {
    expect(patience(waiting('CreateContainerConfigError', 'secret "x" not found'))).to.equal(20_000)
  })

  it('waits for a container that crashes, since it may still start', () => {
    expect(patience(waiting('CrashLoopBackOff', 'back-off 10s'))).to.equal(undefined)
  })

  it('reports how a crashed container ended, not its back-off', () => {
    const pod = waiting('CrashLoopBackOff', 'back-off 10s')
    const [status] = pod.status!.containerStatuses!
    const crashed = {...status!, lastState: {terminated: {exitCode: 128, message: 'stat /x: no such file'}}}
    const troubles = podTroubles([{...pod, status: {containerStatuses: [crashed]}}], true)
    expect(troubles.map(({message}) => message)).to.deep.equal(['stat /x: no such file'])
  })

  const unscheduled: PodObject = {
    kind: 'Pod',
    metadata: {name: 'p', namespace: 'n', uid: 'u'},
    status: {
      conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'Insufficient cpu'}],
    },
  }

  it('waits 30 seconds for an unschedulable pod when all nodes are ready', () => {
    expect(patience(unscheduled)).to.equal(30_000)
  })

  it('waits for an unschedulable pod while nodes are missing', () => {
    expect(patience(unscheduled, false)).to.equal(undefined)
  })
})

describe('inspectCommand', () => {
  const trouble = {pod: 'web-1', namespace: 'shop', container: 'web', message: '', patienceMs: undefined}

  it('shows the previous log of a container that crashes', () => {
    expect(inspectCommand({...trouble, reason: 'CrashLoopBackOff'})).to.equal(
      'rde kubectl logs web-1 --namespace shop --container web --previous',
    )
  })

  it('describes the pod if no container ran', () => {
    expect(inspectCommand({...trouble, reason: 'ImagePullBackOff'})).to.equal(
      'rde kubectl describe pods web-1 --namespace shop',
    )
  })

  it('describes a failed Job', () => {
    expect(inspectCommand({...trouble, pod: 'Job init', container: undefined, reason: 'failed'})).to.equal(
      'rde kubectl describe jobs.batch init --namespace shop',
    )
  })
})
