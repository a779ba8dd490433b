import {expect} from 'chai'

import {withPodNames} from './pod-names.js'

const names = new Map([
  ['x:local', 'reg:5000/library/x:local'],
  ['hashicorp/vault:1.13.0', 'reg:5000/hashicorp/vault:1.13.0'],
])
const digest = `sha256:${'a'.repeat(64)}`

describe('withPodNames', () => {
  it('renames images to the registry, and keeps a digest', () => {
    expect(withPodNames({a: ['x:local'], b: `x:local@${digest}`}, names)).to.deep.equal({
      a: ['reg:5000/library/x:local'],
      b: `reg:5000/library/x:local@${digest}`,
    })
  })

  it('renames a pair of repository and tag', () => {
    const image = {repository: 'hashicorp/vault', tag: '1.13.0', pullPolicy: 'Always'}
    expect(withPodNames({image}, names)).to.deep.equal({
      image: {repository: 'reg:5000/hashicorp/vault', tag: '1.13.0', pullPolicy: 'Always'},
    })
  })

  it('does not change other strings', () => {
    const other = {text: 'use x:local here', image: 'y:local', repository: 'x', tag: 'other'}
    expect(withPodNames(other, names)).to.deep.equal(other)
  })
})
