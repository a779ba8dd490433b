import {expect} from 'chai'

import {explainWorkflow} from './explain-workflow.js'
import {readWorkflow} from '../file/read-workflow.js'

describe('explainWorkflow', () => {
  it('returns the value, the awaited references or the error of each expression', () => {
    const {document} = readWorkflow(
      [
        'parameters: {who: {default: world}}',
        'steps:',
        '- {name: a, image: x, env: {PLAIN: 1, W: "hi ${parameters.who}", T: !Secret token}}',
        '- name: b',
        '  image: x',
        '  spec: {v: !Output [a, v], bad: "${jsonUnmarshal(5)}"}',
        '  when: ${parameters.who == "world"}',
      ].join('\n'),
    )
    const explained = explainWorkflow(document!, {parameters: {who: 'world'}})
    expect(explained.map(({step, place, value, waitsFor}) => [`${step} ${place}`, value, ...waitsFor])).to.deep.equal([
      ['a env.W', 'hi world'],
      ['a env.T', undefined, 'secret "token"'],
      ['b spec.v', undefined, 'output "v" of step "a"'],
      ['b spec.bad', undefined],
      ['b when', true],
    ])
    expect(explained[3]?.error).to.contain('jsonUnmarshal')
  })
})
