import {expect} from 'chai'

import {AttachedHarness} from '../testing/attached-harness.js'
import {awaitVolumes, claimedVolumes} from './claimed-volumes.js'

const claim = (namespace: string, volumeName: string, labels = {}) => ({
  metadata: {namespace, labels},
  spec: {volumeName},
})
const volume = (name: string, persistentVolumeReclaimPolicy: string) => ({
  metadata: {name},
  spec: {storageClassName: 'fast', persistentVolumeReclaimPolicy},
})

describe('claimedVolumes', () => {
  it('include those of removed namespaces, and those of the components in others', async () => {
    const harness = new AttachedHarness()
    const items = [
      claim('ours', 'a'),
      claim('shared', 'b', {app: 'vault', x: '1'}),
      claim('shared', 'theirs', {app: 'other'}),
    ]
    harness.runner.on(/^kubectl get persistentvolumeclaims --all-namespaces/, JSON.stringify({items}))
    const origin = {objects: [], releases: [], images: [], claims: [{namespace: 'shared', labels: {app: 'vault'}}]}
    const record = {id: 'v', title: '', version: '', hash: '', after: [], crds: [], namespaces: [], awaited: [], origin}
    expect(await claimedVolumes([record], new Set(['ours']), harness.tools.kubectl)).to.deep.equal(['a', 'b'])
    harness.close()
  })
})

describe('awaitVolumes', () => {
  let harness: AttachedHarness
  beforeEach(() => (harness = new AttachedHarness()))
  afterEach(() => harness.close())

  const run = (...names: string[]) => awaitVolumes(names, {...harness.tools, ...harness.given, limitMs: 0})
  const thereAre = (...items: object[]) => harness.runner.on(/^kubectl get persistentvolumes/, JSON.stringify({items}))

  it('asks nothing if no volume was claimed', async () => {
    expect(await run()).to.deep.equal([])
  })

  it('does not name a volume that the provisioner removed', async () => {
    thereAre(volume('theirs', 'Delete'))
    expect(await run('a')).to.deep.equal([])
  })

  it('names a volume that is not removed in time, and one that its class retains', async () => {
    thereAre(volume('a', 'Delete'), volume('b', 'Retain'))
    expect(await run('a', 'b')).to.deep.equal([
      'persistentvolume/a (the storage class fast has not removed it yet)',
      'persistentvolume/b (the storage class fast retains volumes)',
    ])
  })
})
