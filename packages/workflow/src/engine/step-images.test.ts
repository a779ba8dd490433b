import {clusterIdentity, defaultConfig} from '@rde/config'
import {expect} from 'chai'

import type {WorkflowDocument} from '../document.js'
import {withStepImages} from './step-images.js'

const digest = `sha256:${'a'.repeat(64)}`
const image = {reference: 'app:dev', from: 'docker', pulledFrom: null, imageId: digest, digest, importedAt: ''} as const
const document = {steps: [{image: 'app:dev'}, {image: 'alpine:3.16'}]} as unknown as WorkflowDocument

describe('withStepImages', () => {
  const plain = {...defaultConfig(clusterIdentity('team')), images: [image]}
  const imagesWith = (config: typeof plain) =>
    withStepImages(document, config).steps.map((step) => ('image' in step ? step.image : undefined))

  it('names an imported image by registry and digest on an attached cluster', () => {
    const attached = {context: 'team', push: 'localhost:5000', pull: 'reg:5000'}
    expect(imagesWith({...plain, cluster: {...plain.cluster, attached}})).to.deep.equal([
      `reg:5000/library/app:dev@${digest}`,
      'alpine:3.16',
    ])
  })

  it('keeps all names if the nodes look in the registry by themselves', () => {
    expect(imagesWith(plain)).to.deep.equal(['app:dev', 'alpine:3.16'])
  })
})
