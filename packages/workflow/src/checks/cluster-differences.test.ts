import {expect} from 'chai'

import {step} from '../local/testing/run-locally.js'
import {clusterDifferences} from './cluster-differences.js'

describe('What relay-core does otherwise on the cluster', () => {
  const bytes = (text: string) => ({$encoding: 'base64', data: Buffer.from(text).toString('base64')})
  const said = (value: object) => clusterDifferences(step('a', '', {spec: {b: value as never}}))

  it('is told of bytes with a NUL, which it cannot evaluate', () => {
    expect(said({deep: [bytes('a\0b')]})).to.deep.equal([
      'spec.b holds bytes that relay-core cannot evaluate on the cluster: the step gets an error instead',
    ])
  })

  it('is told of bytes with an expression in them', () => {
    expect(said(bytes('${parameters.who}'))[0]).to.contain('takes for an expression on the cluster')
  })

  it('is not told of other bytes', () => {
    expect(said(bytes('hello'))).to.deep.equal([])
  })
})
