import {expect} from 'chai'

import {mergePatch, patchObjects} from './patch-objects.js'

const object = (kind: string, name: string) => ({apiVersion: 'v1', kind, metadata: {name, namespace: 'here'}})

describe('mergePatch', () => {
  it('removes a key with null and keeps the others', () => {
    expect(mergePatch({a: 1, b: {c: 1, d: 2}}, {a: null, b: {c: 3}})).to.deep.equal({b: {c: 3, d: 2}})
  })

  it('replaces a list with a list', () => {
    expect(mergePatch({a: [1, 2]}, {a: [3]})).to.deep.equal({a: [3]})
  })

  it('merges an object into each entry of a list', () => {
    const containers = [{name: 'a', resources: {requests: {cpu: '1', memory: '1Gi'}}}, {name: 'b'}]
    expect(mergePatch({containers}, {containers: {resources: {requests: {cpu: '30m'}}}})).to.deep.equal({
      containers: [
        {name: 'a', resources: {requests: {cpu: '30m', memory: '1Gi'}}},
        {name: 'b', resources: {requests: {cpu: '30m'}}},
      ],
    })
  })
})

describe('patchObjects', () => {
  const objects = [object('A', 'one'), object('A', 'two'), object('B', 'one')]
  const names = (patch: object) =>
    patchObjects(objects, [{kind: 'A', merge: {seen: true}, ...patch}])
      .objects.filter((one) => one['seen'])
      .map(({metadata}) => metadata.name)

  it('patches all objects of a kind, or a named one', () => {
    expect([names({}), names({name: 'two'})]).to.deep.equal([['one', 'two'], ['two']])
  })

  it('returns the patches that matched no object', () => {
    const patch = {kind: 'A', name: 'three', namespace: 'here', merge: {}}
    expect(patchObjects(objects, [patch]).unmatched).to.deep.equal(['A here/three'])
  })
})
