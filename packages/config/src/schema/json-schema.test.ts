import {expect} from 'chai'

import {jsonSchema} from './json-schema.js'

describe('jsonSchema', () => {
  it('contains keys, limits, defaults and descriptions', () => {
    const {cluster} = jsonSchema().properties ?? {}
    expect(cluster?.additionalProperties).to.equal(false)
    expect(cluster?.properties?.['apiPort']).to.include({minimum: 1024, maximum: 65_535, default: 6111})
    expect(cluster?.properties?.['agents']?.description).to.be.a('string')
  })

  it('requires no setting that has a default', () => {
    expect(jsonSchema()).to.deep.include({required: ['version']})
  })
})
