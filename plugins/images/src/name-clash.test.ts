import {expect} from 'chai'

import {refuseNameClash, refuseToShadow} from './name-clash.js'
import {deployment, digestA, survey} from './testing/workloads.js'

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

describe('refuseToShadow', () => {
  const running = (image: string) => survey([deployment(image)], [])
  const hosts = ['rde-registry.localhost:5111']

  it('refuses a name whose place is that of an image that runs, naming who runs it', () => {
    expect(() => refuseToShadow('x:1', running(`quay.io/library/x:1@${digestA}`), hosts))
      .to.throw('quay.io/library/x:1, which Deployment default/hello runs')
      .with.property('code', 'RDE_IMAGE_NAME_CLASH')
  })

  it('lets a name pass that runs already, by the registry of the cluster as well', () => {
    expect(() => refuseToShadow('x:1', running('docker.io/library/x:1'), hosts)).not.to.throw()
    expect(() => refuseToShadow('x:1', running(`${hosts[0]}/library/x:1`), hosts)).not.to.throw()
  })
})
