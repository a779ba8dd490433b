import {expect} from 'chai'

import {stackJsonSchema} from './stack-schema.js'

describe('stackJsonSchema', () => {
  it('tells an editor what a component may be', () => {
    const {components} = stackJsonSchema().properties ?? {}
    const component = components?.additionalProperties
    expect(component && component.properties?.['patches']?.description).to.be.a('string')
    expect(component && component.additionalProperties).to.equal(false)
  })
})
