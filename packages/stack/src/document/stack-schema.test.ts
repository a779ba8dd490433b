import {expect} from 'chai'

import {stack, stackJsonSchema} from './stack-schema.js'

describe('stackJsonSchema', () => {
  it('describes a component to an editor', () => {
    const {components} = stackJsonSchema().properties ?? {}
    const component = components?.additionalProperties
    expect(component && component.properties?.['patches']?.description).to.be.a('string')
    expect(component && component.additionalProperties).to.equal(false)
  })
})

describe('A service of a stack', () => {
  const probe = {image: 'probe:1', command: '/probe'}
  const valid = (service: object) =>
    stack.safeParse({
      version: 1,
      components: {},
      serviceImages: {one: {local: 'one:local', pullFrom: 'reg.io/one', ...service}},
      probe,
    }).success

  for (const name of ['-h', 'x y', 'Bad', 'x:1:2', 'x@sha256:1f'])
    it(`cannot have an image named "${name}"`, () => {
      expect(valid({local: name})).to.equal(false)
    })

  it('may have a build', () => {
    expect(valid({build: {command: ['make'], image: 'built:1', needs: 'Makefile'}})).to.equal(true)
  })

  it('is built by a program', () => {
    expect(valid({build: {command: [], image: 'built:1', needs: 'Makefile'}})).to.equal(false)
  })
})
