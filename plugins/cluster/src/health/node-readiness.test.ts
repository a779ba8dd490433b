import type {NodeObject} from '@rde/toolchain'
import {expect} from 'chai'

import {ghostNodes, nodeReadiness, storageNote} from './node-readiness.js'

const started = new Date('2026-11-23T10:00:00Z')
const node = (name: string, status = 'True', message = 'kubelet is posting ready status'): NodeObject => ({
  kind: 'Node',
  metadata: {name},
  status: {conditions: [{type: 'Ready', status, message}]},
})
const lease = (name: string, renewTime: string) => ({
  kind: 'Lease' as const,
  metadata: {name, namespace: 'kube-node-lease'},
  spec: {renewTime},
})
const fresh = '2026-11-23T10:00:09.123456Z'

describe('nodeReadiness', () => {
  it('reports a node as ready if its lease was renewed after its container started', () => {
    expect(nodeReadiness([node('a')], [lease('a', fresh)], new Map([['a', started]]))[0]).to.include({ready: true})
  })

  it('ignores a Ready condition from before the start', () => {
    const stale = lease('a', '2026-11-23T09:59:00Z')
    expect(nodeReadiness([node('a')], [stale], new Map([['a', started]]))[0]).to.include({ready: false})
  })

  it('uses the heartbeat of a node that has no lease yet', () => {
    const condition = {type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-23T10:00:05Z'}
    const registered: NodeObject = {kind: 'Node', metadata: {name: 'a'}, status: {conditions: [condition]}}
    expect(nodeReadiness([registered], [], new Map([['a', started]]))[0]).to.include({ready: true})
  })

  it("gives the node's own message as the reason", () => {
    const unready = node('a', 'False', 'container runtime network not ready')
    expect(nodeReadiness([unready], [lease('a', fresh)], new Map([['a', started]]))[0]).to.include({
      ready: false,
      reason: 'container runtime network not ready',
    })
  })

  it('includes a container that never registered', () => {
    expect(nodeReadiness([], [], new Map([['a', started]]))[0]).to.include({
      ready: false,
      reason: 'it has not registered',
    })
  })
})

describe('ghostNodes', () => {
  it('names the nodes whose container was removed', () => {
    expect(ghostNodes([node('a'), node('b')], new Set(['a']))).to.deep.equal(['b'])
  })
})

describe('storageNote', () => {
  const node = (storage?: string): NodeObject => ({
    kind: 'Node',
    metadata: {name: 'a'},
    status: {...(storage !== undefined && {allocatable: {'ephemeral-storage': storage}})},
  })

  it('warns that pods of managed tenants fit no node', () => {
    expect(storageNote([node('10485760Ki'), node('5Gi')])).to.match(
      /^nodes have 10\.0 GiB of disk for pods; .*Pending$/,
    )
  })

  it('is undefined if one node has enough disk, or does not report it', () => {
    expect([storageNote([node('5Gi'), node('22Gi')]), storageNote([node()])]).to.deep.equal([undefined, undefined])
  })
})
