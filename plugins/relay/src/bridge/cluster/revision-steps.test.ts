import {expect} from 'chai'

import type {Expression, WorkflowDocument} from '@rde/workflow'

import {revisionSteps} from './revision-steps.js'

describe('revisionSteps', () => {
  const documentWith = (spec: Readonly<Record<string, Expression>>): WorkflowDocument => ({
    parameters: {},
    triggers: [],
    steps: [{type: 'container', name: 'a', image: 'alpine', dependsOn: ['b'], spec}],
  })
  const secretsIn = (spec: Readonly<Record<string, Expression>>) => revisionSteps(documentWith(spec))[0]?.secrets

  it('lists the name, type, image and dependencies of a step', () => {
    expect(revisionSteps(documentWith({}))).to.deep.equal([
      {name: 'a', type: 'container', image: 'alpine', dependsOn: ['b'], secrets: []},
    ])
  })

  it('finds a secret that a tag names, at any depth and once', () => {
    const secret = {$type: 'Secret', name: 'token'}
    expect(secretsIn({a: secret, b: [{c: {'$fn.concat': ['x', secret]}}]})).to.deep.equal(['token'])
  })

  it('finds the secrets that a text names', () => {
    expect(secretsIn({url: "https://${secrets.user}:${secrets['pass-word']}@${parameters.host}"})).to.deep.equal([
      'pass-word',
      'user',
    ])
  })

  it('finds no secret in a text outside of an expression', () => {
    expect(secretsIn({note: 'keep secrets.safe', name: {$type: 'Parameter', name: 'token'}})).to.deep.equal([])
  })

  it('has no steps for a file that cannot be read', () => {
    expect(revisionSteps(undefined)).to.deep.equal([])
  })
})
