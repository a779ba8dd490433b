import {expect} from 'chai'

import {differences, isSameCall, nearMisses} from './same-call.js'

const call = (line: string) => {
  const [tool = '', ...args] = line.split(' ')
  return {tool, args}
}
const differ = (one: string, other: string) => differences(call(one), call(other))

describe('isSameCall', () => {
  it('ignores time limits', () => {
    const recorded = call('k3d cluster start one --wait --timeout 120s')
    const others = ['k3d cluster start one --wait --timeout=300s', 'k3d cluster start one --wait']
    expect(others.map((line) => isSameCall(recorded, call(line)))).to.deep.equal([true, true])
  })

  it('ignores the order and the notation of flags', () => {
    expect(differ('kubectl get pods --namespace a --output json', 'kubectl get --output=json pods -n b')).to.deep.equal(
      ['unexpected -n b', 'missing --namespace a'],
    )
    expect(differ('kubectl get pods --namespace a --output json', 'kubectl get --output=json pods --namespace=a')).to.be
      .empty
  })

  it('recognises the tool by its path', () => {
    expect(isSameCall(call('docker ps --all'), call('/opt/bin/docker ps --all'))).to.equal(true)
  })

  it('detects another program, verb or object', () => {
    for (const other of ['podman stop one', 'docker kill one', 'docker stop two', 'docker stop one two'])
      expect(differ('docker stop one', other)).to.deep.equal(['not `docker stop one`'])
  })

  it('detects a different, missing or additional flag', () => {
    expect(differ('docker rm --force one', 'docker rm one')).to.deep.equal(['missing --force'])
    expect(differ('docker rm one', 'docker rm --volumes one')).to.deep.equal(['unexpected --volumes'])
    expect(differ('kubectl get pods --kubeconfig a', 'kubectl get pods --kubeconfig b')).to.have.length(2)
  })

  it('counts a flag as often as it is given', () => {
    expect(differ('docker run --label a --label a x', 'docker run --label a x')).to.deep.equal(['missing --label a'])
  })

  it('compares every word after -- literally', () => {
    expect(differ('kubectl exec p -- vault status', 'kubectl exec p -- vault status --timeout 1')).to.have.length(1)
  })
})

describe('nearMisses', () => {
  it('names the flags that differ from calls with the same verb and object', () => {
    const expected = [call('docker ps --all'), call('docker rm x')]
    expect(nearMisses(expected, call('docker ps --no-trunc'))).to.equal(
      '  expected docker ps --all: unexpected --no-trunc, missing --all',
    )
  })
})
