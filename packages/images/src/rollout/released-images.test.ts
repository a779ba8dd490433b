import {expect} from 'chai'

import {digestA, digestB} from '../testing/workloads.js'
import {ImageReference} from '../image-reference.js'
import {isReleased, isServiceImage} from './released-images.js'

const withValue = (operator: string) => new Map([['relay-core', {images: {operator}}]])
const reference = ImageReference.parse('relay-operator:local')
const image = {reference, digest: digestA}

describe('A service image', () => {
  it('is one that Helm values name', () => {
    expect(isServiceImage({reference}, withValue(`relay-operator:local@${digestA}`))).to.equal(true)
  })

  it('is not one whose name only has the same prefix', () => {
    expect(isServiceImage({reference}, withValue('relay-operator:local-2'))).to.equal(false)
  })

  it('is released where the values name its digest', () => {
    expect(isReleased(image, withValue(`relay-operator:local@${digestA}`))).to.equal(true)
  })

  it('is not released while they name an earlier digest', () => {
    expect(isReleased(image, withValue(`relay-operator:local@${digestB}`))).to.equal(false)
  })
})
