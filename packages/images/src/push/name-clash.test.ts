import {expect} from 'chai'

import {ImageReference} from '../image-reference.js'
import {refuseNameClash, refuseToReplace} from './name-clash.js'
import {deployment, digestA, snapshot} from '../testing/workloads.js'

const refuse = (reference: string, ...others: string[]) =>
  refuseNameClash(ImageReference.parse(reference), others.map(ImageReference.parse))

describe('refuseNameClash', () => {
  it('refuses a name that differs from another only in its host, naming both', () => {
    expect(() => refuse('quay.io/library/x:1', 'x:1'))
      .to.throw('quay.io/library/x:1 and x:1')
      .with.property('code', 'RDE_IMAGE_NAME_CLASH')
  })

  it('accepts the same name in another form', () => {
    expect(() => refuse('docker.io/library/x:1', 'x:1')).not.to.throw()
  })

  it('accepts another tag', () => {
    expect(() => refuse('quay.io/library/x:2', 'x:1')).not.to.throw()
  })

  it('gives a command with the image name and a free name', () => {
    expect(() => refuse('quay.io/library/x:1', 'x:1'))
      .to.throw()
      .with.nested.property('remedies[1].command', 'docker tag quay.io/library/x:1 local/x:1')
  })
})

describe('refuseToReplace', () => {
  const hosts = ['rde-registry.localhost:5111']
  const replace = (image: string) =>
    refuseToReplace(ImageReference.parse('x:1'), snapshot([deployment(image)], []), hosts)

  it('refuses a name with the path of an image in use, naming its user', () => {
    expect(() => replace(`quay.io/library/x:1@${digestA}`))
      .to.throw('Deployment default/hello is using quay.io/library/x:1')
      .with.property('code', 'RDE_IMAGE_NAME_CLASH')
  })

  it('accepts a name that is already in use, also through the registry of the cluster', () => {
    expect(() => replace('docker.io/library/x:1')).not.to.throw()
    expect(() => replace(`${hosts[0]}/library/x:1`)).not.to.throw()
  })
})
