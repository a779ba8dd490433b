import {expect} from 'chai'

import {templateReferences} from './references.js'

describe('templateReferences', () => {
  it('finds references below operators, lists, mappings and indexes', () => {
    const text = "${[parameters.a, {'k': outputs.b.x}]} and ${steps.c.failed || secrets[parameters.d]}"
    expect(templateReferences(text)).to.deep.equal([
      {kind: 'parameter', name: 'a', optional: false},
      {kind: 'output', name: 'b', optional: false},
      {kind: 'status', name: 'c', optional: false},
      {kind: 'parameter', name: 'd', optional: false},
    ])
  })

  it('marks references in a coalesce as optional', () => {
    expect(templateReferences("${coalesce(parameters.a, '')}")).to.deep.equal([
      {kind: 'function', name: 'coalesce'},
      {kind: 'parameter', name: 'a', optional: true},
    ])
  })

  it('finds only functions on the right of a pipe, where names refer to its left side', () => {
    expect(templateReferences("${parameters.a |> concat(b, 'c')}")).to.deep.equal([
      {kind: 'parameter', name: 'a', optional: false},
      {kind: 'function', name: 'concat'},
    ])
  })

  it('finds nothing after a double dollar', () => {
    expect(templateReferences('$${outputs.a.b} costs $5')).to.deep.equal([])
  })

  it('reports an unknown name at the top level', () => {
    expect(templateReferences('${HOME}')[0]).to.include({kind: 'fault'})
  })

  it('reports an unterminated template, with its position', () => {
    expect(templateReferences('a ${parameters.b')).to.deep.equal([
      {
        kind: 'fault',
        offset: 16,
        message: 'syntax error in ${…}: unexpected EOF while scanning template "${" end expected "}"',
      },
    ])
  })
})
