import type {ImportedImage} from '@rde/config'
import {expect} from 'chai'

import {effectiveValues} from './effective-values.js'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const image = {reference: 'relay-operator:local', digest: digest('a')} as ImportedImage
const effective = (stack: object, changed: object = {}, images: ImportedImage[] = [image]) =>
  effectiveValues({release: 'relay-core', values: {...stack}}, {helm: {values: {'relay-core': {...changed}}}, images})

describe('effectiveValues', () => {
  it('are those of the stack if the user changed nothing', () => {
    expect(effective({tag: '2', added: true})).to.deep.equal({tag: '2', added: true})
  })

  it('include the changes of the user, at every depth', () => {
    const merged = effective({server: {image: 'theirs', replicas: 1}}, {server: {image: 'mine'}})
    expect(merged).to.deep.equal({server: {image: 'mine', replicas: 1}})
  })

  it("use a user's false, null and empty list", () => {
    expect(effective({a: true, b: 1, c: [1]}, {a: false, b: null, c: []})).to.deep.equal({a: false, b: null, c: []})
  })

  it('contain the digest of a service image, so that an upgrade rolls it out', () => {
    expect(effective({images: {operator: 'relay-operator:local'}})).to.deep.equal({
      images: {operator: `relay-operator:local@${digest('a')}`},
    })
  })

  it('replace an earlier digest', () => {
    const values = {images: {operator: `relay-operator:local@${digest('b')}`}}
    expect(effective(values)).to.deep.equal({images: {operator: `relay-operator:local@${digest('a')}`}})
  })

  it('keep an image that the user chose instead', () => {
    expect(effective({images: {operator: 'mine:1'}})).to.deep.equal({images: {operator: 'mine:1'}})
  })

  it('do not change an image whose name starts with that of another', () => {
    expect(effective({image: 'relay-operator:local-2'})).to.deep.equal({image: 'relay-operator:local-2'})
  })
})
