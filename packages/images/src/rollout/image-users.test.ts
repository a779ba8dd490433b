import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {deployment, digestA, pod, snapshot} from '../testing/workloads.js'
import {imageUsers, unownedPods} from './image-users.js'

const image = {reference: ImageReference.parse('x:local'), digest: digestA, registryHosts: ['reg.localhost:5111']}
const usersOf = (named: string) => imageUsers(image, snapshot([deployment(named)], [])).length

describe('imageUsers', () => {
  for (const named of [
    'x:local',
    'docker.io/library/x:local',
    'library/x:local',
    `x:local@${digestA}`,
    'reg.localhost:5111/library/x:local',
  ]) {
    it(`recognises ${named.slice(0, 40)} as x:local`, () => {
      expect(usersOf(named)).to.equal(1)
    })
  }

  for (const named of ['x:other', 'x', 'quay.io/library/x:local', 'y/x:local', `x@${digestA}`]) {
    it(`recognises ${named.slice(0, 40)} as another image`, () => {
      expect(usersOf(named)).to.equal(0)
    })
  }
})

describe('unownedPods', () => {
  it('names a pod that no workload owns', () => {
    const alone = {...pod('x:local', digestA), metadata: {name: 'one', namespace: 'default', uid: '1'}}
    expect(
      unownedPods(image, snapshot([deployment('x:local')], [alone])).map(({metadata}) => metadata.name),
    ).to.deep.equal(['one'])
  })

  it('leaves out pods that are being deleted, as after a rollout', () => {
    const metadata = {...pod('x:local', digestA).metadata, deletionTimestamp: '2026-01-01T00:00:00Z'}
    const leaving = {...pod('x:local', digestA), metadata}
    expect(unownedPods(image, snapshot([deployment('x:local')], [leaving]))).to.deep.equal([])
  })

  it('leaves out pods of a workload', () => {
    expect(unownedPods(image, snapshot([deployment('x:local')], [pod('x:local', digestA)]))).to.deep.equal([])
  })
})
