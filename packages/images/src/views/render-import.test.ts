import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import type {ImportedImageReport} from '../import/import-to-cluster.js'
import {renderImport} from './render-import.js'

const digest = `sha256:8c1f${'0'.repeat(60)}`
const report: ImportedImageReport = {
  ...{
    reference: ImageReference.parse('x:local'),
    digest,
    changed: false,
    sent: false,
    sentBytes: 0,
    totalBytes: 271_000_000,
  },
  ...{fetchedBy: 0, nodes: 3, seconds: 0.31, workloads: []},
}
const workload = {kind: 'Deployment', namespace: 'relay-system', name: 'operator', digest, seconds: 4.2}

describe('renderImport', () => {
  it('says in one line that nothing changed', () => {
    expect(renderImport([report])).to.equal('x:local   unchanged (0.3 s)')
  })

  it('says how much was sent, and which workloads run it', () => {
    const sent = {
      ...report,
      changed: true,
      sent: true,
      sentBytes: 20_100_000,
      fetchedBy: 3,
      seconds: 1.3,
      workloads: [workload],
    }
    expect(renderImport([sent]).split('\n')).to.deep.equal([
      'x:local   sent 20.1 MB of 271.0 MB in 1.3 s to 3 nodes',
      '          deployment/operator in relay-system runs sha256:8c1f00000000… after 4.2 s',
    ])
  })

  it('says that a node had to pull it again', () => {
    expect(renderImport([{...report, changed: true, fetchedBy: 1}])).to.contain('nothing to send; 1 node pulled it')
  })

  it('leaves out workloads that ran it already', () => {
    expect(renderImport([{...report, workloads: [{...workload, seconds: null}]}])).not.to.contain('operator')
  })
})
