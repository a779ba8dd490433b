import {expect} from 'chai'

import type {ImportedImage} from '@rde/config'

import {pinned} from './helm-values.js'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const image = {reference: 'relay-operator:local', digest: digest('a')} as ImportedImage

describe('pinned', () => {
  it('names the content of a service image, so that an upgrade rolls it out', () => {
    expect(pinned({images: {operator: 'relay-operator:local'}}, [image])).to.deep.equal({
      images: {operator: `relay-operator:local@${digest('a')}`},
    })
  })

  it('replaces an earlier digest', () => {
    const values = {images: {operator: `relay-operator:local@${digest('b')}`}}
    expect(pinned(values, [image])).to.deep.equal({images: {operator: `relay-operator:local@${digest('a')}`}})
  })

  it('leaves an image alone that the user chose instead', () => {
    expect(pinned({images: {operator: 'mine:1'}}, [image])).to.deep.equal({images: {operator: 'mine:1'}})
  })

  it('does not take the name of one image for the beginning of another', () => {
    expect(pinned({image: 'relay-operator:local-2'}, [image])).to.deep.equal({image: 'relay-operator:local-2'})
  })
})
