import {expect} from 'chai'

import {refuseNameClash} from './name-clash.js'

describe('refuseNameClash', () => {
  it('refuses a name that differs from another only in its host, naming both', () => {
    expect(() => refuseNameClash('quay.io/library/x:1', ['x:1']))
      .to.throw('quay.io/library/x:1 and x:1')
      .with.property('code', 'RDE_IMAGE_NAME_CLASH')
  })

  it('lets the same name in another form pass', () => {
    expect(() => refuseNameClash('docker.io/library/x:1', ['x:1'])).not.to.throw()
  })

  it('lets another tag pass', () => {
    expect(() => refuseNameClash('quay.io/library/x:2', ['x:1'])).not.to.throw()
  })
})
