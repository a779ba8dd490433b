import {expect} from 'chai'

import {lookAt, podTroubles} from './pod-troubles.js'
import type {PodObject} from './objects.js'

const waiting = (reason: string, message = ''): PodObject => ({
  kind: 'Pod',
  metadata: {name: 'operator', namespace: 'relay-system', uid: 'u'},
  status: {containerStatuses: [{name: 'main', state: {waiting: {reason, message}}}]},
})
const patience = (pod: PodObject, nodesReady = true) => podTroubles([pod], nodesReady)[0]?.patienceMs

describe('podTroubles', () => {
  it('sees no trouble in a pod that is being made', () => {
    expect(podTroubles([waiting('ContainerCreating')], true)).to.deep.equal([])
  })

  it('sees no trouble in a pod that is going away', () => {
    const {metadata, ...pod} = waiting('InvalidImageName')
    expect(
      podTroubles([{...pod, metadata: {...metadata, deletionTimestamp: '2026-11-23T10:00:00Z'}}], true),
    ).to.deep.equal([])
  })

  it('does not wait on an invalid image name', () => {
    expect(patience(waiting('InvalidImageName'))).to.equal(0)
  })

  it('does not wait when a registry answered that there is no such image', () => {
    const message =
      'failed to resolve reference "docker.io/library/relay-operator:local": docker.io/library/relay-operator:local: not found'
    expect(patience(waiting('ErrImagePull', message))).to.equal(0)
  })

  it('waits when no registry answered', () => {
    const message = 'failed to do request: Head "https://registry/v2/x": dial tcp: lookup registry: no such host'
    expect(patience(waiting('ErrImagePull', message))).to.equal(undefined)
  })

  it('gives a container without its Secret 20 seconds', () => {
    expect(patience(waiting('CreateContainerConfigError', 'secret "x" not found'))).to.equal(20_000)
  })

  it('waits for a container that crashes: it may start yet', () => {
    expect(patience(waiting('CrashLoopBackOff', 'back-off 10s'))).to.equal(undefined)
  })

  it('tells how a container that crashes ended, not how long it backs off', () => {
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

  it('gives a pod that fits no node 30 seconds when all nodes are ready', () => {
    expect(patience(unscheduled)).to.equal(30_000)
  })

  it('waits for a pod that fits no node while nodes are missing', () => {
    expect(patience(unscheduled, false)).to.equal(undefined)
  })
})

describe('lookAt', () => {
  const trouble = {pod: 'web-1', namespace: 'shop', container: 'web', message: '', patienceMs: undefined}

  it('is the log of the container before, where one crashes', () => {
    expect(lookAt({...trouble, reason: 'CrashLoopBackOff'})).to.equal(
      'rde kubectl logs web-1 --namespace shop --container web --previous',
    )
  })

  it('is what Kubernetes says of the pod, where no container ran', () => {
    expect(lookAt({...trouble, reason: 'ImagePullBackOff'})).to.equal(
      'rde kubectl describe pods web-1 --namespace shop',
    )
  })

  it('is what Kubernetes says of a Job that failed', () => {
    expect(lookAt({...trouble, pod: 'Job init', container: undefined, reason: 'failed'})).to.equal(
      'rde kubectl describe jobs.batch init --namespace shop',
    )
  })
})
