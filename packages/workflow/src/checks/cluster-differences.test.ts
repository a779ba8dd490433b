import {expect} from 'chai'

import {step} from '../local/testing/run-locally.js'
import {clusterDifferences} from './cluster-differences.js'

describe('clusterDifferences', () => {
  const bytes = (text: string) => ({$encoding: 'base64', data: Buffer.from(text).toString('base64')})
  const differences = (value: object) => clusterDifferences(step('a', '', {spec: {b: value as never}}))

  it('reports bytes with a NUL, which relay-core cannot evaluate', () => {
    expect(differences({deep: [bytes('a\0b')]})).to.deep.equal([
      'spec.b holds bytes that relay-core cannot evaluate on the cluster: the step gets an error instead',
    ])
  })

  it('reports bytes that contain an expression', () => {
    expect(differences(bytes('${parameters.who}'))[0]).to.contain('treats as an expression on the cluster')
  })

  it('does not report other bytes', () => {
    expect(differences(bytes('hello'))).to.deep.equal([])
  })
})
