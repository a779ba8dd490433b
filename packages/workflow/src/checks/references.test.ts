import {expect} from 'chai'

import {templateReferences} from './references.js'

describe('What a template speaks of', () => {
  it('is found below operators, lists, mappings and indexes', () => {
    const text = "${[parameters.a, {'k': outputs.b.x}]} and ${steps.c.failed || secrets[parameters.d]}"
    expect(templateReferences(text)).to.deep.equal([
      {kind: 'parameter', name: 'a', optional: false},
      {kind: 'output', name: 'b', optional: false},
      {kind: 'status', name: 'c', optional: false},
      {kind: 'parameter', name: 'd', optional: false},
    ])
  })

  it('is optional in a coalesce', () => {
    expect(templateReferences("${coalesce(parameters.a, '')}")).to.deep.equal([
      {kind: 'function', name: 'coalesce'},
      {kind: 'parameter', name: 'a', optional: true},
    ])
  })

  it('is nothing on the right of a pipe but functions: names begin on its left there', () => {
    expect(templateReferences("${parameters.a |> concat(b, 'c')}")).to.deep.equal([
      {kind: 'parameter', name: 'a', optional: false},
      {kind: 'function', name: 'concat'},
    ])
  })

  it('is nothing where a dollar is written twice', () => {
    expect(templateReferences('$${outputs.a.b} costs $5')).to.deep.equal([])
  })

  it('is a fault where a name on top is unknown', () => {
    expect(templateReferences('${HOME}')[0]).to.include({kind: 'fault'})
  })

  it('is a fault, with its place, where the template does not end', () => {
    expect(templateReferences('a ${parameters.b')).to.deep.equal([
      {
        kind: 'fault',
        offset: 16,
        message: 'syntax error in ${…}: unexpected EOF while scanning template "${" end expected "}"',
      },
    ])
  })
})
